using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace EcrBoot.WindowsTests;

/// <summary>A program that runs in the prefix.</summary>
public sealed class WineProcess
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly WinePrefix _prefix;
    private readonly Process _process;
    private readonly string _command;
    private readonly string _output;

    internal WineProcess(WinePrefix prefix, Process process, string command, string output)
    {
        _prefix = prefix;
        _process = process;
        _command = command;
        _output = output;
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Waits for its end. One that does not end in time is ended with everything in the prefix, and the test fails.</summary>
    /// <param name="limit">The longest it may take: 60 s if null.</param>
    public WineResult Finish(TimeSpan? limit = null)
    {
        using (_process)
        {
            if (!_process.WaitForExit(limit ?? s_limit))
            {
                _process.Kill(entireProcessTree: true);
                _prefix.StopServer();
                Assert.Fail($"'{_command}' did not end within {(limit ?? s_limit).TotalSeconds:0} s. It said: {Said()}");
            }

            return new WineResult(_process.ExitCode, File.ReadAllText(_output), File.ReadAllText(_output + ".err"));
        }
    }

    private string Said() => File.ReadAllText(_output) + File.ReadAllText(_output + ".err");
}
