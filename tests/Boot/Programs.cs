using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Shell;

namespace EcrBoot.BootTests;

/// <summary>Runs programs of this host.</summary>
internal static class Programs
{
    /// <summary>The .NET runtime, which guests have from this host's /usr.</summary>
    public const string Dotnet = "/usr/share/dotnet/dotnet";

    /// <summary>The folder of this program and of the sandbox and the shell beside it, as a guest sees it.</summary>
    public static string InGuest { get; } = "/repository/" + Path.GetRelativePath(HostedShell.Root, AppContext.BaseDirectory).TrimEnd('/');

    /// <summary>Runs a program to its end and gives its exit code.</summary>
    public static async Task<int> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Runs a program to its end and gives its exit code and all it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> ReadAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + errors);
    }
}
