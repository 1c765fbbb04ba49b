using System;

namespace EcrBoot.Boot;

/// <summary>What a line of aws-cli, docker or podman means.</summary>
internal sealed class ClassicLogRule
{
    /// <summary>Makes a rule.</summary>
    /// <param name="reason">What it means.</param>
    /// <param name="problem">The beginning of a sentence, which the line's own words end.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="words">Words of the line; any of them will do.</param>
    public ClassicLogRule(EcrErrorReason reason, string problem, string remedy, params string[] words)
    {
        Reason = reason;
        Problem = problem;
        Remedy = remedy;
        Words = words;
    }

    public EcrErrorReason Reason { get; }

    public string Problem { get; }

    public string Remedy { get; }

    public string[] Words { get; }

    public bool Matches(string line) => Array.Exists(Words, word => line.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
}
