using System;
using System.Linq;
using EcrBoot.Boot;

namespace EcrBoot;

/// <summary>The verdict on this boot's login, with what it rests on.</summary>
public sealed class EcrBootLog
{
    private EcrBootLog(BootJudgement judgement)
    {
        Verdict = (EcrBootVerdict)Enum.Parse(typeof(EcrBootVerdict), judgement.Verdict.ToString());
        Reason = judgement.Reason?.ToString();
        Problem = judgement.Problem;
        Remedy = judgement.Remedy;
        Line = judgement.Line;
        Path = judgement.Log;
        BootId = judgement.BootId;
        InstanceId = judgement.InstanceId;
        Role = judgement.Role;
        Begun = judgement.Begun?.UtcDateTime;
        Ended = judgement.Ended?.UtcDateTime;
        Summary = judgement.Summary;
        Entries = judgement.Logins.Select(EcrBootLogEntry.Of).ToArray();
    }

    /// <summary>The verdict.</summary>
    public EcrBootVerdict Verdict { get; }

    /// <summary>Why, as the ErrorId of an error: AccessDenied, LoginExpired, LogStale … Null where it succeeded.</summary>
    public string? Reason { get; }

    /// <summary>What is wrong, in one sentence; null where nothing is.</summary>
    public string? Problem { get; }

    /// <summary>What to do, in one sentence; null where there is nothing to do.</summary>
    public string? Remedy { get; }

    /// <summary>The line of the log that decides; null where there is none.</summary>
    public string? Line { get; }

    /// <summary>The log.</summary>
    public string? Path { get; }

    /// <summary>The boot that the log is of, as the kernel names it; null where the log names none.</summary>
    public string? BootId { get; }

    /// <summary>The EC2 instance; null where it is not known.</summary>
    public string? InstanceId { get; }

    /// <summary>The role whose credentials were used; null where it is not known.</summary>
    public string? Role { get; }

    /// <summary>When the login began, in UTC; null where that is not known.</summary>
    public DateTime? Begun { get; }

    /// <summary>When it ended, in UTC; of a log that docker wrote, when that was last written.</summary>
    public DateTime? Ended { get; }

    /// <summary>What is known of each registry and user asked about.</summary>
    public EcrBootLogEntry[] Entries { get; }

    /// <summary>The verdict with its reason, on one line.</summary>
    public string Summary { get; }

    /// <inheritdoc/>
    public override string ToString() => Summary;

    // Internal: a public member must not name a type of the library.
    internal static EcrBootLog Of(BootJudgement judgement) => new(judgement);
}
