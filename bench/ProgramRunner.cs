using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace EcrBoot.Bench;

/// <summary>Runs programs in the environment that all sides share.</summary>
internal sealed class ProgramRunner
{
    private const string Format = "%M %U %S";
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly string _folder;
    private readonly string? _time;

    public ProgramRunner(IReadOnlyDictionary<string, string> environment, string folder)
    {
        _environment = environment;
        _folder = folder;

        // GNU time asks wait4 for ru_maxrss. A child of this very process would be charged with its memory, which it shares until exec.
        _time = Find("time") is { } time && Run(time, ["-f", Format, "true"]).ExitCode == 0 ? time : null;
    }

    /// <summary>How memory and processor time are measured; null where they are not.</summary>
    public string? CostBy => _time is null ? null : "by GNU time: ru_maxrss of the largest process; processor time of all, to 10 ms";

    /// <summary>The first program of that name on PATH; null where there is none.</summary>
    public string? Find(string name) => _environment["PATH"].Split(Path.PathSeparator)
        .Where(static folder => folder.Length > 0)
        .SelectMany(folder => OperatingSystem.IsWindows() ? new[] { Path.Combine(folder, name + ".exe") } : [Path.Combine(folder, name)])
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a program and measures its memory and processor time too.</summary>
    public ProgramRun Measure(string program, IReadOnlyList<string> arguments, string input = "", IReadOnlyDictionary<string, string>? variables = null)
    {
        if (_time is null)
            return Run(program, arguments, input, variables);
        var report = Path.Combine(_folder, "cost");
        var run = Run(_time, ["-q", "-f", Format, "-o", report, program, .. arguments], input, variables);
        var cost = File.ReadAllText(report).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(static number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return run with { PeakKilobytes = cost[0], ProcessorMilliseconds = (cost[1] + cost[2]) * 1000 };
    }

    /// <summary>Runs a program.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="variables">Variables for this one program, in place of what all share.</param>
    public ProgramRun Run(string program, IReadOnlyList<string> arguments, string input = "", IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in _environment.Concat(variables ?? new Dictionary<string, string>(StringComparer.Ordinal)))
            start.Environment[name] = value;

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProgramRun(watch.Elapsed.TotalMilliseconds, PeakKilobytes: null, ProcessorMilliseconds: null, process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
