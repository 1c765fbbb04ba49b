using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>
/// The login of a boot. What a boot still lacks (the network, names, the metadata service, the role, a user) is waited for by trying the login
/// itself, inside one deadline; who can be logged in is, without waiting for the others.
/// </summary>
public sealed class BootLogin
{
    private static readonly TimeSpan UserPoll = TimeSpan.FromMilliseconds(500);

    private readonly BootLoginOptions _options;
    private readonly HostEnvironment _host;
    private readonly Action<string> _echo;
    private readonly BootPace _pace;
    private string? _lastWait;

    /// <summary>Prepares a login.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="host">The environment and the clock.</param>
    /// <param name="echo">Told every line of the log, whether there is one or not.</param>
    public BootLogin(BootLoginOptions options, HostEnvironment host, Action<string> echo)
        : this(options, host, echo, new BootPace())
    {
    }

    internal BootLogin(BootLoginOptions options, HostEnvironment host, Action<string> echo, BootPace pace)
    {
        _options = options;
        _host = host;
        _echo = echo;
        _pace = pace;
    }

    /// <summary>Finds an account by its name, or throws.</summary>
    internal Func<string, OsUser> Accounts { get; set; } = OsUser.Find;

    /// <summary>This Windows, whose runners are held.</summary>
    internal Func<IWindowsHost> Windows { get; set; } = static () => new WindowsHost(new HostEnvironment());

    /// <summary>Logs in. It does not throw for what fails: that is in the report, the log and the verdict.</summary>
    /// <param name="stop">Ends it at once, with the verdict Failed.</param>
    /// <returns>What became of it.</returns>
    public async Task<BootReport> RunAsync(CancellationToken stop)
    {
        using var record = BootRecord.Open(_options, _host, _echo);
        if (record.IsBusy)
            return record.Report;

        using var hold = _options.HoldRunner || _options.TellEnd ? new RunnerHold(Windows(), record.Say) : null;
        if (_options.HoldRunner)
            hold?.TakeNew(_options.RunnerUnits);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var entries = new List<BootEntry>();
        EcrException? failure = null;
        try
        {
            entries.AddRange(Entries());
            await TryAsync(entries, record, deadline).ConfigureAwait(false);
        }
        catch (EcrException e)
        {
            failure = e;
        }
        catch (OperationCanceledException)
        {
            // What is not done is told below, with what was tried last.
        }
#pragma warning disable CA1031 // A boot needs a verdict whatever happens. The error's own words may hold anything, a secret too: its kind alone is told.
        catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            failure = new EcrException(EcrErrorReason.LoginFailed, $"The login failed with {e.GetType().Name}, which is a mistake in EcrBoot.", "Please report it.");
        }

        entries.RemoveAll(static entry => entry.IsMerged);
        foreach (var entry in entries.Where(static entry => !entry.IsDone))
            record.Say(entry.Fail(failure ?? LastWord(entry, stop.IsCancellationRequested)));
        return await record.CloseAsync(entries, failure).ConfigureAwait(false);
    }

    private async Task TryAsync(List<BootEntry> entries, BootRecord record, CancellationTokenSource deadline)
    {
        await WaitForTurnAsync(record, deadline).ConfigureAwait(false);
        for (var failures = 0; ; failures++)
        {
            var ready = entries.Where(entry => !entry.IsDone && entry.User.Find(_host, Accounts)).ToList();
            if (_options.IfNeeded && failures == 0)
                ready = await record.LeaveAloneAsync(ready, deadline.Token).ConfigureAwait(false);
            if (ready.Count > 0)
            {
                deadline.CancelAfter(Positive(_options.Timeout - _pace.Elapsed));
                var round = new BootRound(_options, _host, record.Say);
                try
                {
                    await round.RunAsync(ready, record.IsIdentified, deadline.Token).ConfigureAwait(false);
                }
                finally
                {
                    record.Identify(round.Identity.InstanceId, round.Identity.Role);
                }

                Judge(ready, record);
            }

            var left = _options.Timeout - _pace.Elapsed;
            var open = entries.Where(static entry => !entry.IsDone).ToList();
            if (open.Count == 0 || left <= TimeSpan.Zero)
                return;
            var error = open.Select(static entry => entry.User.Location is null ? entry.User.Error : entry.Error).First(static error => error is not null)!;
            SayWait(error, left, record);
            var onlyUsers = open.TrueForAll(static entry => entry.User.Location is null);
            var delay = onlyUsers ? UserPoll : _pace.UpTo(BootRetry.MostDelay(failures, open.Exists(static entry => entry.Error?.Reason == EcrErrorReason.Throttled))) + TimeSpan.FromMilliseconds(50);
            deadline.CancelAfter(Positive(left));
            await _pace.DelayAsync(delay < left ? delay : left, deadline.Token).ConfigureAwait(false);
        }
    }

    // A failure is final when its patience is over; others are tried again.
    private void Judge(List<BootEntry> tried, BootRecord record)
    {
        var now = _pace.Elapsed;
        foreach (var entry in tried.Where(static entry => !entry.IsDone && entry.Error is not null))
        {
            if (BootRetry.Patience(entry.Error!, _host) is not { } patience)
                entry.FirstRefusal = null;
            else if (now >= (entry.FirstRefusal ??= now) + patience)
                record.Say(entry.Fail(entry.Error!));
        }
    }

    private List<BootEntry> Entries()
    {
        var users = new List<string>();
        foreach (var name in _options.Users)
            users.AddRange(name == BootLoginOptions.AutoUser ? AutoUsers() : new[] { name });
        var found = users.Count == 0
            ? new List<BootUser> { BootUser.Own(_options.DockerConfig) }
            : users.Distinct(StringComparer.Ordinal).Select(BootUser.Named).ToList();
        var registries = _options.Registries.Distinct(StringComparer.OrdinalIgnoreCase).DefaultIfEmpty();
        return registries.SelectMany(_ => found, static (registry, user) => new BootEntry(registry, user)).ToList();
    }

    private IReadOnlyList<string> AutoUsers()
    {
        var found = HostEnvironment.IsWindows ? RunnerServices.Users(_options.RunnerUnits) : RunnerUnits.Users(_options.Root, _options.RunnerUnits);
        return found.Count > 0 ? found : throw new EcrException(
            EcrErrorReason.UserUnknown,
            $"There is no {(HostEnvironment.IsWindows ? "service" : "unit")} like {string.Join(", ", _options.RunnerUnits)} on this host, so there is nobody to log in.",
            "Name the users with --user, or the runner's units with --runner-unit.");
    }

    private async Task WaitForTurnAsync(BootRecord record, CancellationTokenSource deadline)
    {
        if (_options.Jitter <= TimeSpan.Zero)
            return;
        var wait = _pace.UpTo(_options.Jitter < _options.Timeout ? _options.Jitter : _options.Timeout);
        record.Say($"Waiting: {Seconds(wait)} s of the {Seconds(_options.Jitter)} s of --jitter.");
        await _pace.DelayAsync(wait, deadline.Token).ConfigureAwait(false);
    }

    private void SayWait(EcrException error, TimeSpan left, BootRecord record)
    {
        if (error.Problem == _lastWait)
            return;
        _lastWait = error.Problem;
        record.Say($"Waiting: {error.Problem} Trying again for up to {Seconds(left)} s.");
    }

    private EcrException LastWord(BootEntry entry, bool isStopped)
    {
        var last = entry.User.Location is null ? entry.User.Error : entry.Error;
        if (isStopped)
        {
            return new EcrException(
                EcrErrorReason.Stopped,
                $"The login was told to end after {Seconds(_pace.Elapsed)} s.{(last is null ? "" : " Until then: " + last.Problem)}",
                last?.Remedy ?? "Start it again, and see what ended it.",
                last);
        }

        return last is null
            ? new EcrException(EcrErrorReason.TimedOut, $"The login did not end within {Seconds(_options.Timeout)} s.", "Check the network and proxies, or give more time with --timeout.")
            : new EcrException(last.Reason, $"{last.Problem} That was so for {Seconds(_pace.Elapsed)} s.", last.Remedy, last);
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}
