using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Boot;

/// <summary>Judges a log by itself.</summary>
internal sealed class LogFileJudge
{
    private readonly HostEnvironment _host;
    private readonly BootIdentity _boot;
    private readonly RegistryWish _wish;

    public LogFileJudge(HostEnvironment host, BootIdentity boot, RegistryWish wish)
    {
        _host = host;
        _boot = boot;
        _wish = wish;
    }

    /// <summary>Judges a file.</summary>
    public BootJudgement Judge(string path)
    {
        try
        {
            if (FileTail.Read(path) is not { } tail)
                return BootJudgement.Of(BootVerdict.Missing, new EcrException(EcrErrorReason.LogMissing, $"There is no log '{path}'.", "Name a log that is there."), path);
            if (OwnLog.Parse(tail.Text) is { } own)
                return Own(own, path);
            var classic = Classic(tail, path, _boot, _host, anyBoot: true);
            if (classic.Verdict != BootVerdict.Succeeded || _wish.IsAll)
                return classic;
            var error = new EcrException(EcrErrorReason.LoginUnproven, "The log tells of a login without naming the registry.", "Ask without a registry, or on the host itself without a path.");
            return BootJudgement.Of(BootVerdict.Unknown, error, path, classic.Line);
        }
        catch (EcrException e)
        {
            return BootJudgement.Of(BootVerdict.Unknown, e, path);
        }
    }

    /// <summary>What another boot left.</summary>
    public static BootJudgement Stale(BootReport report, OwnLog? log, string path)
    {
        var boot = report.BootId is { Length: > 0 } and not "unknown" ? $"of boot {report.BootId}, not of this one" : "of a boot that cannot be told";
        var error = new EcrException(EcrErrorReason.LogStale, $"What is there is {boot}.", BootAdvice.NotRun);
        return BootJudgement.Of(BootVerdict.Stale, error, path, log?.Line).About(report);
    }

    /// <summary>Judges a log of the old recipe by its text and the time at which it was last written.</summary>
    /// <param name="tail">The log.</param>
    /// <param name="path">Its path.</param>
    /// <param name="boot">This boot.</param>
    /// <param name="host">The clock.</param>
    /// <param name="anyBoot">Whether a failure counts whenever it was: where the file alone is judged.</param>
    public static BootJudgement Classic(FileTail tail, string path, BootIdentity boot, HostEnvironment host, bool anyBoot)
    {
        var log = ClassicLog.Parse(tail.Text);
        var isThisBoot = boot.Contains(tail.ModifiedAt, host.UtcNow);
        var judgement = isThisBoot || (anyBoot && log.Verdict != BootVerdict.Succeeded)
            ? BootJudgement.Of(log.Verdict, log.Reason is { } reason ? new EcrException(reason, log.Problem!, log.Remedy!) : null, path, log.Line)
            : BootJudgement.Of(
                BootVerdict.Stale,
                new EcrException(EcrErrorReason.LogStale, $"The log was last written at {BootTimeConverter.Text(tail.ModifiedAt)}, {Since(boot)}.", BootAdvice.NothingWritten),
                path,
                log.Line);
        judgement.Ended = tail.ModifiedAt;
        judgement.BootId = isThisBoot ? boot.Id : null;
        return judgement;
    }

    private static string Since(BootIdentity boot) => boot.Started is { } start ? $"and this boot began at {BootTimeConverter.Text(start)}" : "and when this boot began cannot be told";

    private BootJudgement Own(OwnLog own, string path)
    {
        if (!_boot.IsThis(own.Report.BootId))
            return Stale(own.Report, own, path);
        if (own.Report.Verdict is not null)
            return new ReportJudge(_host, _boot, _wish).JudgeWords(own.Report, own, path);
        var error = new EcrException(EcrErrorReason.LogUnreadable, "The log has no verdict yet: the login runs still, or was killed.", "Ask without a path on the host itself, which can tell.");
        return BootJudgement.Of(BootVerdict.Unknown, error, path, own.Last).About(own.Report);
    }
}
