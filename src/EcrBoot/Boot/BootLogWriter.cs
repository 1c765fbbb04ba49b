using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>
/// Writes one boot's log, its run folder and its verdict. What cannot be written is said and never stands in the login's way.
/// </summary>
public sealed class BootLogWriter : IDisposable
{
    private readonly BootPaths _paths;
    private readonly HostEnvironment _host;
    private readonly Action<string> _echo;
    private readonly object _gate = new();
    private readonly List<string> _lines = new();
    private IDisposable? _lock;
    private AppendedFile? _log;

    private BootLogWriter(BootPaths paths, HostEnvironment host, Action<string> echo)
    {
        _paths = paths;
        _host = host;
        _echo = echo;
    }

    /// <summary>Begins a boot's login: takes the lock, takes away the verdict before, writes <c>begun.json</c>, turns the log and writes its first line.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="begun">What is known at the start.</param>
    /// <param name="host">The clock.</param>
    /// <param name="echo">Told every line too, without its time.</param>
    public static BootLogWriter Begin(BootPaths paths, BootReport begun, HostEnvironment host, Action<string> echo)
    {
        var writer = new BootLogWriter(paths, host, echo);
        var troubles = new List<string>();
        Try(() => PlainFile.MakeFolder(paths.RunFolder), troubles);
        writer._lock = BootLock.TryTake(paths.Lock);
        if (writer._lock is null)
            troubles.Add($"The lock '{paths.Lock}' is held by another process or cannot be had; going on without it.");
        Try(() => PlainFile.Remove(paths.Verdict), new List<string>());
        Try(() => PlainFile.Replace(paths.Begun, begun.ToJson()), troubles);
        Try(() => BootLogTurning.Turn(paths.Log), troubles);
        Try(() => writer._log = PlainFile.OpenForAppend(paths.Log), troubles);
        writer.Line(First(begun));
        troubles.ForEach(writer.Line);
        return writer;
    }

    /// <summary>Goes on with this boot's log: neither turned nor locked, and nothing begins anew.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="host">The clock.</param>
    /// <param name="echo">Told every line too, without its time.</param>
    public static BootLogWriter Continue(BootPaths paths, HostEnvironment host, Action<string> echo)
    {
        var writer = new BootLogWriter(paths, host, echo);
        var troubles = new List<string>();
        Try(() => writer._log = PlainFile.OpenForAppend(paths.Log), troubles);
        troubles.ForEach(writer.Line);
        return writer;
    }

    /// <summary>Writes one line.</summary>
    /// <param name="text">What happened; its line ends become blanks.</param>
    public void Line(string text)
    {
        var line = OneLine(text);
        lock (_gate)
        {
            _lines.Add($"{BootTimeConverter.Text(_host.UtcNow)} {line}\n");
            Put(log => log.Write(_lines[_lines.Count - 1]));
        }

        _echo(line);
    }

    /// <summary>Puts in the first line and in <c>begun.json</c> what is known of the instance only now.</summary>
    /// <param name="begun">What is known.</param>
    public void Identify(BootReport begun)
    {
        lock (_gate)
        {
            if (_lines.Count == 0)
                return;
            _lines[0] = $"{BootTimeConverter.Text(begun.Begun)} {OneLine(First(begun))}\n";
            Put(log =>
            {
                // Another file in its place: no reader ever sees a line cut in two.
                PlainFile.Replace(_paths.Log, Encoding.UTF8.GetBytes(string.Concat(_lines)));
                log.Dispose();
                _log = null;
                _log = PlainFile.OpenForAppend(_paths.Log);
            });
            Try(() => PlainFile.Replace(_paths.Begun, begun.ToJson()), new List<string>());
        }
    }

    /// <summary>Writes the verdict: the log's last line, then <c>verdict.json</c>.</summary>
    /// <param name="report">The report, with its verdict.</param>
    public void End(BootReport report)
    {
        Line(report.Verdict == BootReport.Succeeded ? "Verdict Succeeded" : $"Verdict Failed {report.Reason}: {report.Problem} {report.Remedy}");
        var troubles = new List<string>();
        Try(() => PlainFile.Replace(_paths.Verdict, report.ToJson()), troubles);
        troubles.ForEach(_echo);
    }

    /// <summary>Closes the log and lets the lock go.</summary>
    public void Dispose()
    {
        _log?.Dispose();
        _log = null;
        _lock?.Dispose();
    }

    private static string First(BootReport begun) =>
        $"EcrBoot {begun.Program} boot {begun.BootId} instance {begun.InstanceId ?? "unknown"} role {begun.Role ?? "unknown"}";

    private static string OneLine(string text) => new(text.Select(static c => char.IsControl(c) ? ' ' : c).ToArray());

    private static void Try(Action step, List<string> troubles)
    {
        try
        {
            step();
        }
        catch (EcrException e)
        {
            troubles.Add(e.Message);
        }
    }

    // A log that takes no more, as on a full disk, is given up after it was said once.
    private void Put(Action<AppendedFile> write)
    {
        if (_log is not { } log)
            return;
        try
        {
            write(log);
        }
        catch (EcrException e)
        {
            _log?.Dispose();
            _log = null;
            _echo(e.Message);
        }
    }
}
