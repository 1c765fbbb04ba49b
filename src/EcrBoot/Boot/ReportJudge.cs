using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Boot;

/// <summary>Judges the report of a login in this boot that has ended, and looks whether what was made then is still there.</summary>
internal sealed class ReportJudge
{
    private readonly HostEnvironment _host;
    private readonly BootIdentity _boot;
    private readonly RegistryWish _wish;

    public ReportJudge(HostEnvironment host, BootIdentity boot, RegistryWish wish)
    {
        _host = host;
        _boot = boot;
        _wish = wish;
    }

    /// <summary>Judges it, and every login asked about as this host's docker would find it.</summary>
    public async Task<BootJudgement> JudgeAsync(BootReport report, OwnLog? log, string path, CancellationToken cancellation)
    {
        var judgement = JudgeWords(report, log, path);
        if (judgement.Verdict != BootVerdict.Succeeded)
            return judgement;

        var check = new StoredLoginCheck(_host, _boot, report.Begun);
        EcrException? worst = null;
        foreach (var login in judgement.Logins)
        {
            if (await check.RunAsync(login, cancellation).ConfigureAwait(false) is not { } error)
                continue;
            (login.Reason, login.Problem, login.Remedy) = (error.Reason.ToString(), error.Problem, error.Remedy);
            if (worst is not null && !(StoredLoginCheck.IsNoAnswer(worst.Reason) && !StoredLoginCheck.IsNoAnswer(error.Reason)))
                continue;
            worst = error;
            judgement.Line = log?.LineOf(login) ?? judgement.Line;
        }

        if (worst is null)
            return judgement;
        judgement.Verdict = StoredLoginCheck.IsNoAnswer(worst.Reason) ? BootVerdict.Unknown : BootVerdict.Failed;
        (judgement.Reason, judgement.Problem, judgement.Remedy) = (worst.Reason, worst.Problem, worst.Remedy);
        return judgement;
    }

    /// <summary>Judges what the report says, and nothing else.</summary>
    public BootJudgement JudgeWords(BootReport report, OwnLog? log, string path)
    {
        var logins = report.Logins.Where(login => _wish.Includes(login.Registry)).ToList();
        var judgement = Judge(report, logins, log);
        judgement.Log = path;
        judgement.Line ??= log?.Line;
        judgement.Logins = logins;
        return judgement.About(report);
    }

    private BootJudgement Judge(BootReport report, List<BootReportLogin> logins, OwnLog? log)
    {
        if (report.Verdict is not (BootReport.Succeeded or BootReport.Failed))
            return Of(BootVerdict.Unknown, EcrErrorReason.LogUnreadable, "There is no verdict that this version of EcrBoot understands.", "See the log.");
        var hasFailed = report.Verdict == BootReport.Failed;
        if (logins.Find(static login => login.Reason is not null) is { } failed)
            return Of(BootVerdict.Failed, failed.Reason, failed.Problem, failed.Remedy, log?.LineOf(failed));

        // Nobody knows what was asked for where it failed before a registry was named.
        var missing = _wish.NotAmong(logins.ConvertAll(static login => login.Registry));
        if (hasFailed && (_wish.IsAll || missing.Count > 0))
            return Of(BootVerdict.Failed, report.Reason, report.Problem, report.Remedy);
        if (missing.Count > 0)
            return Of(BootVerdict.Failed, EcrErrorReason.NotLoggedIn, $"This boot's login was not for {RegistryHost.Shown(missing[0])}.", "Name that registry in Install-EcrBootHook -Registry, or log in with Connect-EcrRegistry.");
        return logins.Count > 0
            ? BootJudgement.Of(BootVerdict.Succeeded, error: null)
            : Of(BootVerdict.Unknown, EcrErrorReason.LogUnreadable, "The verdict is a success, and no login is named in it.", "See the log.");
    }

    private static BootJudgement Of(BootVerdict verdict, string? reason, string? problem, string? remedy, string? line = null) =>
        Of(verdict, Enum.TryParse<EcrErrorReason>(reason, out var known) ? known : EcrErrorReason.LoginFailed, problem ?? "The login of this boot failed.", remedy ?? "See the log.", line);

    private static BootJudgement Of(BootVerdict verdict, EcrErrorReason reason, string problem, string remedy, string? line = null) =>
        BootJudgement.Of(verdict, new EcrException(reason, problem, remedy), line: line);
}
