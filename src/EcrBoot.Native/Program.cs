using System;
using System.Threading.Tasks;

namespace EcrBoot.Native;

/// <summary>The native program: the library's boot login for hosts on which nothing else has started yet.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        // Under another name it is another program, as busybox has it.
        var name = System.IO.Path.GetFileName(Environment.GetCommandLineArgs()[0]);
        return ProgramCommands.OfName(name) is { } command
            ? command.RunAsync(args)
            : ProgramCommands.RunAsync(args);
    }
}
