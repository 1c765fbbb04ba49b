using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>What is told of a login while it runs and what stays of it: the log, the verdict, or, where it is no boot's, the lines alone.</summary>
internal sealed class BootRecord : IDisposable
{
    private readonly BootLoginOptions _options;
    private readonly HostEnvironment _host;
    private readonly Action<string> _echo;
    private readonly BootPaths _paths;
    private readonly BootReport? _before;
    private BootLogWriter? _writer;

    private BootRecord(BootLoginOptions options, HostEnvironment host, Action<string> echo)
    {
        _options = options;
        _host = host;
        _echo = echo;
        _paths = new BootPaths(options.Root, options.Log);
        _before = Before();
        Report = new BootReport
        {
            Program = typeof(BootRecord).Assembly.GetName().Version!.ToString(3),
            BootId = BootIdentity.Read(host).Id ?? "unknown",
            Begun = host.UtcNow,
            Log = options.Log,
        };
    }

    /// <summary>What is known so far.</summary>
    public BootReport Report { get; }

    /// <summary>Whether the boot's own login still runs, so that there is nothing to renew.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Whether nothing more is to be learnt of the instance.</summary>
    public bool IsIdentified => Report.InstanceId is not null || !IsBoot;

    private bool IsBoot => _options.Log is not null && !_options.Refresh && !_options.IfNeeded;

    /// <summary>Begins the log of a boot, or goes on with it.</summary>
    public static BootRecord Open(BootLoginOptions options, HostEnvironment host, Action<string> echo)
    {
        var record = new BootRecord(options, host, echo);
        if (options.Refresh && IsHeld(record._paths.Lock))
        {
            record.IsBusy = true;
            record.Report.Verdict = BootReport.Succeeded;
            echo("The boot's own login still runs: there is nothing to renew.");
        }
        else if (options.Log is not null)
        {
            record._writer = record.IsBoot ? BootLogWriter.Begin(record._paths, record.Report, host, echo) : BootLogWriter.Continue(record._paths, host, echo);
        }

        return record;
    }

    /// <summary>Writes a line.</summary>
    public void Say(string line)
    {
        if (_writer is null)
            _echo(line);
        else
            _writer.Line(line);
    }

    /// <summary>Takes what is known of the instance.</summary>
    public void Identify(string? instanceId, string? role)
    {
        if ((instanceId ?? Report.InstanceId) == Report.InstanceId && (role ?? Report.Role) == Report.Role)
            return;
        Report.InstanceId ??= instanceId;
        Report.Role = role ?? Report.Role;
        if (IsBoot)
            _writer?.Identify(Report);
    }

    /// <summary>Sets apart the logins that are good for long enough.</summary>
    /// <returns>The entries that are left to do.</returns>
    public async Task<List<BootEntry>> LeaveAloneAsync(List<BootEntry> entries, CancellationToken cancellation)
    {
        var stored = new BootStored(_host, _before);
        foreach (var entry in entries)
        {
            if (await stored.FindAsync(entry, _options.EnoughLeft, cancellation).ConfigureAwait(false) is { } login)
                Say("Not needed: " + entry.Succeed(login.Host, login.Store.Helper ?? "file", login.ExpiresAt, login.Store.IsEcrHelper));
        }

        return entries.FindAll(static entry => !entry.IsDone);
    }

    /// <summary>Comes to the verdict and writes it.</summary>
    /// <param name="entries">The entries, all done.</param>
    /// <param name="failure">Why there are none; null where there are.</param>
    public async Task<BootReport> CloseAsync(IReadOnlyList<BootEntry> entries, EcrException? failure)
    {
        var error = failure ?? entries.FirstOrDefault(static entry => !entry.HasLogin)?.Error;
        Report.Ended = _host.UtcNow;
        Report.Verdict = error is null ? BootReport.Succeeded : BootReport.Failed;
        Report.Reason = error?.Reason.ToString();
        Report.Problem = error?.Problem;
        Report.Remedy = error?.Remedy;
        Report.Logins = entries.Select(static entry => entry.Report).ToList();
        if (IsBoot)
            _writer?.End(Report);
        else if (_options.Refresh && _writer is not null && (error is null || await IsLoginGoneAsync(entries).ConfigureAwait(false)))
            _writer.End(Renewed());
        else if (failure is not null)
            Say($"Failed {failure.Reason}: {failure.Problem} {failure.Remedy}");
        return Report;
    }

    public void Dispose() => _writer?.Dispose();

    // A renewal that failed takes nothing away; only a login that has ended since does.
    private async Task<bool> IsLoginGoneAsync(IReadOnlyList<BootEntry> entries)
    {
        var stored = new BootStored(_host, _before);
        var isGone = false;
        foreach (var entry in entries.Where(static entry => !entry.HasLogin))
        {
            var login = entry.User.Location is null ? null : await stored.FindGoodAsync(entry, CancellationToken.None).ConfigureAwait(false);
            isGone |= login is null;
            if (login is not null)
                Say($"Kept: the login of {entry.User.Name} at {login.Host} is good{(login.ExpiresAt is { } end ? " until " + BootTimeConverter.Text(end) : "")}, though it could not be renewed.");
        }

        return isGone;
    }

    // It is still the boot's verdict: the boot's beginning and identity stay.
    private BootReport Renewed()
    {
        if (_before is null)
            return Report;
        Report.Begun = _before.Begun;
        Report.InstanceId ??= _before.InstanceId;
        Report.Role ??= _before.Role;
        return Report;
    }

    private BootReport? Before()
    {
        if (!_options.Refresh && !_options.IfNeeded)
            return null;
        try
        {
            return SafeFile.Read(_paths.Verdict) is { } json ? BootReport.FromJson(json) : null;
        }
        catch (EcrException)
        {
            return null;
        }
    }

    private static bool IsHeld(string path)
    {
        try
        {
            return BootLock.IsHeld(path) == true;
        }
        catch (EcrException)
        {
            return false;
        }
    }
}
