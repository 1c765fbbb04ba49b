using System;
using System.Diagnostics;

namespace EcrBoot.EngineHost;

/// <summary>Runs a program with a command line as it stands, as the Task Scheduler does: wine's own loader would put quotes of its own into it.</summary>
internal static class CommandLine
{
    public static int Run(string program, string line)
    {
        using var process = Process.Start(new ProcessStartInfo(program, line) { UseShellExecute = false })!;
        process.WaitForExit();
        Console.WriteLine($"{program} ended with {process.ExitCode}.");
        return process.ExitCode;
    }
}
