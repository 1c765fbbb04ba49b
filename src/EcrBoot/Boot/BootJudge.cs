using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Boot;

/// <summary>
/// Says whether this boot's login was made: from what the boot's login left in the run folder, else from the log, be it ours or that of the old recipe.
/// It writes nothing and holds up no login. In doubt an old success is Stale or Unknown, never Succeeded.
/// </summary>
public sealed class BootJudge
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    private readonly BootPaths _paths;
    private readonly HostEnvironment _host;

    /// <summary>Names the files. Nothing is read yet.</summary>
    /// <param name="paths">The files of the host.</param>
    /// <param name="host">The clock, and PATH for credential helpers.</param>
    public BootJudge(BootPaths paths, HostEnvironment host)
    {
        _paths = paths;
        _host = host;
        Boot = () => BootIdentity.Read(host);
    }

    /// <summary>Which boot this is, read anew for each judgement.</summary>
    internal Func<BootIdentity> Boot { get; set; }

    /// <summary>Whether a folder is as new as this boot whatever the files in it say.</summary>
    internal Func<string, bool> IsInMemory { get; set; } = MemoryFolder.Is;

    /// <summary>Judges this host's login in this boot.</summary>
    /// <param name="wish">The registries asked about.</param>
    /// <param name="cancellation">Ends a credential helper that is asked.</param>
    public async Task<BootJudgement> JudgeAsync(RegistryWish wish, CancellationToken cancellation)
    {
        try
        {
            var boot = Boot();
            var state = RunState.Read(_paths);
            if (state.IsRunning)
                return Running(state);

            var begun = OfThisBoot(state.Begun, boot);
            var verdict = OfThisBoot(state.Verdict, boot);
            if (begun is not null && !RunState.IsOf(verdict, begun))
                return Killed(begun, OwnLogOf(begun));
            if (verdict is not null)
                return await new ReportJudge(_host, boot, wish).JudgeAsync(verdict, OwnLogOf(verdict), LogOf(verdict), cancellation).ConfigureAwait(false);
            return await JudgeLogAsync(boot, state.Verdict ?? state.Begun, wish, cancellation).ConfigureAwait(false);
        }
        catch (EcrException e)
        {
            return BootJudgement.Of(BootVerdict.Unknown, e, _paths.Log);
        }
    }

    /// <summary>Judges one file alone, without a look at this host's logins: a log may have been brought from elsewhere.</summary>
    /// <param name="path">The log.</param>
    /// <param name="wish">The registries asked about. A log of the old recipe names none, so that none of them is proven by it.</param>
    public BootJudgement JudgeFile(string path, RegistryWish wish) => new LogFileJudge(_host, Boot(), wish).Judge(Path.GetFullPath(path));

    /// <summary>Judges again and again until it is decided or the time is over.</summary>
    /// <param name="judge">One judgement.</param>
    /// <param name="patience">How long; zero for one judgement.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<BootJudgement> FollowAsync(Func<CancellationToken, Task<BootJudgement>> judge, TimeSpan patience, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var judgement = await judge(cancellation).ConfigureAwait(false);
            var left = patience - watch.Elapsed;
            if (judgement.IsDecided || left <= TimeSpan.Zero)
                return judgement;
            await Task.Delay(left < s_pause ? left : s_pause, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<BootJudgement> JudgeLogAsync(BootIdentity boot, BootReport? old, RegistryWish wish, CancellationToken cancellation)
    {
        if (FileTail.Read(_paths.Log) is not { } tail)
            return old is null ? Missing(_paths.Log) : LogFileJudge.Stale(old, log: null, _paths.Log);
        if (OwnLog.Parse(tail.Text) is { } own)
        {
            if (!boot.IsThis(own.Report.BootId))
                return LogFileJudge.Stale(own.Report, own, _paths.Log);
            return own.Report.Verdict is null
                ? Killed(own.Report, own)
                : await new ReportJudge(_host, boot, wish).JudgeAsync(own.Report, own, _paths.Log, cancellation).ConfigureAwait(false);
        }

        var judgement = LogFileJudge.Classic(tail, _paths.Log, boot, _host, anyBoot: false);
        if (judgement.Verdict != BootVerdict.Succeeded)
            return judgement;
        var (verdict, error, logins) = await new ClassicProof(_host, boot).RunAsync(wish, cancellation).ConfigureAwait(false);
        var proven = BootJudgement.Of(verdict, error, _paths.Log, judgement.Line);
        proven.BootId = boot.Id;
        proven.Ended = judgement.Ended;
        proven.Logins = logins;
        return proven;
    }

    internal static BootJudgement Missing(string path) => BootJudgement.Of(
        BootVerdict.Missing,
        new EcrException(EcrErrorReason.LogMissing, $"There is no log '{path}', and no login has begun in this boot.", "Install the boot hook with Install-EcrBootHook, or name the log where it is another."),
        path);

    private BootReport? OfThisBoot(BootReport? report, BootIdentity boot) =>
        report is not null && (boot.IsThis(report.BootId) || IsInMemory(_paths.RunFolder)) ? report : null;

    private BootJudgement Running(RunState state) => BootJudgement.Of(
        BootVerdict.Running,
        new EcrException(EcrErrorReason.LoginRunning, "The login of this boot has not ended yet.", "Wait for it, and see the log's last line."),
        LogOf(state.Begun),
        state.Begun is null ? null : OwnLogOf(state.Begun)?.Last).About(state.Begun);

    private BootJudgement Killed(BootReport begun, OwnLog? log) => BootJudgement.Of(
        BootVerdict.Failed,
        new EcrException(EcrErrorReason.LoginKilled, "The login of this boot began and ended without a verdict: it was killed.", BootAdvice.Killed),
        LogOf(begun),
        log?.Last).About(begun);

    // The hook may have been given another.
    private string LogOf(BootReport? report) => report?.Log ?? _paths.Log;

    // The log is for the line to show only: the verdict stands without it.
    private OwnLog? OwnLogOf(BootReport report)
    {
        try
        {
            return FileTail.Read(LogOf(report)) is { } tail && OwnLog.Parse(tail.Text) is { } own && own.Report.BootId == report.BootId ? own : null;
        }
        catch (EcrException)
        {
            return null;
        }
    }
}
