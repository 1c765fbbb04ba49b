using System;
using EcrBoot.Shell;

namespace EcrBoot.Demo;

/// <summary>A prompt that shows what is typed before it shows what that gave.</summary>
internal sealed class Prompt
{
    private readonly HostedShell _shell;

    public Prompt(HostedShell shell) => _shell = shell;

    /// <summary>How many commands ended otherwise than expected.</summary>
    public int Surprises { get; private set; }

    public void Succeeds(string command) => Type(command, expected: true);

    public void Fails(string command) => Type(command, expected: false);

    private void Type(string command, bool expected)
    {
        Console.WriteLine();
        Console.WriteLine("PS> " + command);
        if (_shell.Show(command) != expected)
            Surprises++;
    }
}
