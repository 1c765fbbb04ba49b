using System;
using System.Collections.Generic;

namespace EcrBoot.Boot;

/// <summary>The verdict on this boot's login, with what it rests on. There is no secret in it.</summary>
public sealed class BootJudgement
{
    /// <summary>The verdict.</summary>
    public BootVerdict Verdict { get; set; }

    /// <summary>Why; null where it succeeded.</summary>
    public EcrErrorReason? Reason { get; set; }

    /// <summary>What is wrong, in one sentence; null where nothing is.</summary>
    public string? Problem { get; set; }

    /// <summary>What to do, in one sentence; null where there is nothing to do.</summary>
    public string? Remedy { get; set; }

    /// <summary>The line of the log that decides; null where there is none.</summary>
    public string? Line { get; set; }

    /// <summary>The log's path.</summary>
    public string? Log { get; set; }

    /// <summary>The boot that the log or the report names; null where none is named.</summary>
    public string? BootId { get; set; }

    /// <summary>The EC2 instance; null where it is not known.</summary>
    public string? InstanceId { get; set; }

    /// <summary>The role whose credentials were used; null where it is not known.</summary>
    public string? Role { get; set; }

    /// <summary>When the login began, in UTC; null where that is not known.</summary>
    public DateTimeOffset? Begun { get; set; }

    /// <summary>When it ended, in UTC, or when the log was last written; null where that is not known.</summary>
    public DateTimeOffset? Ended { get; set; }

    /// <summary>What is known of each registry and user asked for; an entry's reason is why it does not count.</summary>
    public IReadOnlyList<BootReportLogin> Logins { get; set; } = Array.Empty<BootReportLogin>();

    /// <summary>Whether waiting will not change it: it succeeded or failed, or the caller's rights are not enough.</summary>
    public bool IsDecided => Verdict is BootVerdict.Succeeded or BootVerdict.Failed || Reason == EcrErrorReason.UserNotPermitted;

    /// <summary>The judgement as an error; null where it succeeded.</summary>
    public EcrException? Error => Verdict == BootVerdict.Succeeded ? null : new EcrException(Reason ?? EcrErrorReason.LogUnreadable, Problem ?? "", Remedy ?? "");

    /// <summary>The verdict with its reason, on one line.</summary>
    public string Summary => Reason is { } reason ? $"{Verdict} {reason}: {Problem}" : Verdict.ToString();

    /// <summary>The judgement as JSON on one line: verdict, instance and reason first.</summary>
    public string ToJson() => BootJudgementJson.Write(this);

    internal static BootJudgement Of(BootVerdict verdict, EcrException? error, string? log = null, string? line = null) => new()
    {
        Verdict = verdict,
        Reason = error?.Reason,
        Problem = error?.Problem,
        Remedy = error?.Remedy,
        Log = log,
        Line = line,
    };

    internal BootJudgement About(BootReport? report)
    {
        BootId = Known(report?.BootId);
        InstanceId = report?.InstanceId;
        Role = report?.Role;
        Begun = report is null || report.Begun == default ? null : report.Begun;
        Ended = report?.Ended;
        return this;
    }

    private static string? Known(string? text) => text is { Length: > 0 } and not "unknown" ? text : null;
}
