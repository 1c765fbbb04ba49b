using System.Collections.Generic;

namespace EcrBoot.Boot;

/// <summary>
/// What the log of the old recipe tells, <c>aws … | docker login … &gt;&gt; FILE 2&gt;&amp;1</c>: docker's own words, and aws-cli's where both were
/// caught. Only the last attempt counts; of which boot it is, the text does not tell.
/// </summary>
public sealed class ClassicLog
{
    private const int MostLines = 40;

    private ClassicLog(BootVerdict verdict, string line, EcrErrorReason? reason = null, string? problem = null, string? remedy = null)
    {
        Verdict = verdict;
        Line = line;
        Reason = reason;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>Succeeded, Failed, or Unknown where the last line is not known.</summary>
    public BootVerdict Verdict { get; }

    /// <summary>Why it failed or is not known; null where it succeeded.</summary>
    public EcrErrorReason? Reason { get; }

    /// <summary>What is wrong, in one sentence; null where nothing is.</summary>
    public string? Problem { get; }

    /// <summary>What to do, in one sentence; null where there is nothing to do.</summary>
    public string? Remedy { get; }

    /// <summary>The line that decides, without what may be a secret; empty where the log is.</summary>
    public string Line { get; }

    /// <summary>Reads a log.</summary>
    /// <param name="text">Its text, or the end of it.</param>
    public static ClassicLog Parse(string text)
    {
        var lines = LogText.Lines(text);
        var last = lines.Count - 1;
        while (last > 0 && DockerLogRules.IsUsage(lines[last]))
            last--;
        if (last < 0)
            return Unknown("", "The log is empty.");

        var line = lines[last];
        if (DockerLogRules.IsSuccess(line))
        {
            return last == lines.Count - 1
                ? new ClassicLog(BootVerdict.Succeeded, line)
                : Unknown(lines[lines.Count - 1], "The log does not end with docker's last word.");
        }

        if (AwsLogRules.Find(line, "") is { } aws)
            return Failed(aws, line);
        if (DockerLogRules.Find(line) is { } rule)
            return DockerLogRules.IsNoPassword(rule) ? WhyNoPassword(lines, last, rule) : Failed(rule, line);
        return LastOfMany(lines, last) ?? Unknown(line, "The log ends with a line that neither aws nor docker login is known to write.");
    }

    // Of the same attempt: above it stand aws-cli's words, or what docker says of the login it had.
    private static ClassicLog WhyNoPassword(List<string> lines, int at, ClassicLogRule rule)
    {
        for (var i = at - 1; i >= 0 && i > at - MostLines; i--)
        {
            if (DockerLogRules.IsSuccess(lines[i]))
                break;
            if (AwsLogRules.Find(lines[i], lines[i + 1]) is { } aws)
                return Failed(aws, lines[i]);
            if (DockerLogRules.Find(lines[i]) is not { } other)
                continue;
            if (lines[i].StartsWith("Login did not succeed", System.StringComparison.Ordinal))
                return Failed(other, lines[i]);
            break;
        }

        return Failed(rule, lines[at]);
    }

    // An answer that is not AWS's goes on over lines that say nothing by themselves.
    private static ClassicLog? LastOfMany(List<string> lines, int last) =>
        last > 0 && lines[last].StartsWith("<", System.StringComparison.Ordinal) && AwsLogRules.Find(lines[last - 1], lines[last]) is { } aws ? Failed(aws, lines[last - 1]) : null;

    private static ClassicLog Failed(ClassicLogRule rule, string line)
    {
        var shown = LogText.Quote(line);
        return new ClassicLog(BootVerdict.Failed, shown, rule.Reason, $"{rule.Problem}: {shown.TrimEnd('.', ':')}.", rule.Remedy);
    }

    private static ClassicLog Unknown(string line, string problem) =>
        new(BootVerdict.Unknown, LogText.Quote(line), EcrErrorReason.LogUnreadable, problem, "Read the log's end, and judge by that.");
}
