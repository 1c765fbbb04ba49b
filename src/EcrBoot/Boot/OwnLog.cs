using System;
using System.Collections.Generic;
using System.Globalization;

namespace EcrBoot.Boot;

/// <summary>Reads a log that <see cref="BootLogWriter"/> wrote: the last boot in it, should there be several.</summary>
internal sealed class OwnLog
{
    private const string First = "EcrBoot ", Made = "Login Succeeded for ", Failed = "Failed ", Verdict = "Verdict ", For = " for ", At = " at ", OwnRegistry = "the caller's own registry";
    private readonly List<string> _lines;

    private OwnLog(BootReport report, List<string> lines)
    {
        Report = report;
        _lines = lines;
    }

    /// <summary>What the lines tell. Its boot id is empty where the log's first line is missing.</summary>
    public BootReport Report { get; }

    /// <summary>The line with the verdict, or the last there is.</summary>
    public string Line => LogText.Quote(_lines.FindLast(static line => Text(line)?.StartsWith(Verdict, StringComparison.Ordinal) == true) ?? _lines[_lines.Count - 1]);

    /// <summary>The last line.</summary>
    public string Last => LogText.Quote(_lines[_lines.Count - 1]);

    /// <summary>Reads a log; null where it is not one of ours.</summary>
    public static OwnLog? Parse(string text)
    {
        var lines = LogText.Lines(text);
        var first = lines.FindLastIndex(static line => IsFirst(Text(line)));
        if (first < 0)
        {
            // The beginning may have been cut off. Nothing that has a verdict of ours in it is a log of docker's.
            if (!lines.Exists(static line => Text(line)?.StartsWith(Verdict, StringComparison.Ordinal) == true))
                return null;
            first = 0;
        }

        lines = lines.GetRange(first, lines.Count - first);
        var report = new BootReport();
        foreach (var line in lines)
            Read(line, report);
        return new OwnLog(report, lines);
    }

    /// <summary>The line about one login; null where there is none.</summary>
    public string? LineOf(BootReportLogin login)
    {
        var words = $" for {login.User} at {(login.Registry.Length > 0 ? login.Registry : OwnRegistry)}";
        return _lines.FindLast(line => line.IndexOf(words, StringComparison.Ordinal) >= 0) is { } found ? LogText.Quote(found) : null;
    }

    private static bool IsFirst(string? text) => text is not null && text.StartsWith(First, StringComparison.Ordinal) && text.IndexOf(" boot ", StringComparison.Ordinal) > 0;

    // 2026-11-22T22:14:03Z and a blank
    private static string? Text(string line) => line.Length > 21 && line[10] == 'T' && line[19] == 'Z' && line[20] == ' ' && Time(line.Substring(0, 20)) is not null ? line.Substring(21) : null;

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static void Read(string line, BootReport report)
    {
        if (Text(line) is not { } text)
            return;
        if (IsFirst(text))
        {
            var words = text.Split(' ');
            report.Program = words[1];
            report.BootId = After(words, "boot") ?? "";
            report.InstanceId = After(words, "instance");
            report.Role = After(words, "role");
            report.Begun = Time(line.Substring(0, 20)) ?? default;
        }
        else if (text.StartsWith(Made, StringComparison.Ordinal))
        {
            var rest = text.Substring(Made.Length);
            if (rest.IndexOf(At, StringComparison.Ordinal) is > 0 and var at)
            {
                var words = rest.Substring(at + At.Length).Split(' ');
                var end = Array.IndexOf(words, "until") is > 0 and var until && until + 1 < words.Length ? Time(words[until + 1]) : null;
                Put(report, new BootReportLogin { User = rest.Substring(0, at), Registry = words[0].TrimEnd(','), ExpiresAt = end });
            }
        }
        else if (text.StartsWith(Failed, StringComparison.Ordinal) && text.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
        {
            // Failed REASON for USER at REGISTRY; a user of Windows may have blanks in it.
            var head = text.Substring(0, colon);
            var (user, at) = (head.IndexOf(For, StringComparison.Ordinal), head.LastIndexOf(At, StringComparison.Ordinal));
            if (user < 0 || at < user + For.Length)
                return;
            var (problem, remedy) = Sentences(text.Substring(colon + 2));
            var registry = head.Substring(at + At.Length).Split(' ')[0];
            Put(report, new BootReportLogin
            {
                User = head.Substring(user + For.Length, at - user - For.Length),
                Registry = registry == "the" ? "" : registry,
                Reason = head.Substring(Failed.Length, user - Failed.Length),
                Problem = problem,
                Remedy = remedy,
            });
        }
        else if (text.StartsWith(Verdict, StringComparison.Ordinal))
        {
            var words = text.Split(' ');
            report.Ended = Time(line.Substring(0, 20));
            report.Verdict = words[1];
            if (report.Verdict != BootReport.Failed || words.Length < 3)
                return;
            report.Reason = words[2].TrimEnd(':');
            (report.Problem, report.Remedy) = Sentences(text.Substring(Math.Min(text.Length, text.IndexOf(words[2], StringComparison.Ordinal) + words[2].Length)).Trim());
        }
    }

    private static void Put(BootReport report, BootReportLogin login)
    {
        for (var i = report.Logins.Count - 1; i >= 0; i--)
        {
            if (report.Logins[i].User == login.User && report.Logins[i].Registry == login.Registry)
                report.Logins.RemoveAt(i);
        }

        report.Logins.Add(login);
    }

    private static string? After(string[] words, string word) =>
        Array.IndexOf(words, word) is >= 0 and var at && at + 1 < words.Length && words[at + 1] != "unknown" ? words[at + 1] : null;

    // The remedy is the last sentence; what AWS says before it may be several.
    private static (string Problem, string? Remedy) Sentences(string text)
    {
        var at = text.TrimEnd('.').LastIndexOf(". ", StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text.Substring(0, at + 1), text.Substring(at + 2));
    }
}
