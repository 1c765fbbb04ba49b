using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace EcrBoot.Bench;

/// <summary>A kind of PowerShell that runs a script in a process of its own: the real one, or the engine that <c>EcrBoot.Shell</c> hosts.</summary>
internal sealed class SessionHost
{
    private const string Mark = "figure ";
    private readonly ProgramRunner _programs;
    private readonly BenchFolder _folder;

    private SessionHost(string name, bool isReal, string program, string[] arguments, ProgramRunner programs, BenchFolder folder)
    {
        Name = name;
        IsReal = isReal;
        Program = program;
        Arguments = arguments;
        _programs = programs;
        _folder = folder;
    }

    public string Name { get; }

    /// <summary>Whether it is pwsh.</summary>
    public bool IsReal { get; }

    public string Program { get; }

    /// <summary>What stands before a script's path.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Every kind there is on this machine.</summary>
    public static IReadOnlyList<SessionHost> All(Clients clients, ProgramRunner programs, BenchFolder folder)
    {
        var hosts = new List<SessionHost> { new("hosted engine", isReal: false, Clients.HostedEngine, [], programs, folder) };
        if (clients.Pwsh is { } pwsh)
            hosts.Add(new("pwsh", isReal: true, pwsh, ["-NoProfile", "-NonInteractive", "-File"], programs, folder));
        return hosts;
    }

    /// <summary>A run of a script in a new session; it gives the figures that the script prints with <see cref="Tell"/>.</summary>
    public Func<IReadOnlyDictionary<string, double>> Session(string script)
    {
        var path = _folder.Script(script);
        return () =>
        {
            var run = _programs.Run(Program, [.. Arguments, path]);
            if (run.ExitCode != 0)
                throw new SideFailedException(run);
            return run.Output.Split('\n').Where(static line => line.StartsWith(Mark, StringComparison.Ordinal))
                .Select(static line => line[Mark.Length..].Split(' '))
                .ToDictionary(static words => words[0], static words => double.Parse(words[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        };
    }

    /// <summary>PowerShell that prints a figure. A hosted engine has neither Write-Output nor Write-Host.</summary>
    public static string Tell(string name, string expression) => $"[Console]::Out.WriteLine('{Line(name)}' + ({expression}).ToString([cultureinfo]::InvariantCulture))";

    /// <summary>A line that tells a figure, up to its value.</summary>
    public static string Line(string name) => $"{Mark}{name} ";
}
