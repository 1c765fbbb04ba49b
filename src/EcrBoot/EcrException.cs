using System;

namespace EcrBoot;

/// <summary>The one exception of this library. Its message is two sentences: what is wrong, and what to do.</summary>
public sealed class EcrException : Exception
{
    /// <summary>Makes an error of the given reason.</summary>
    /// <param name="reason">What a caller can act on.</param>
    /// <param name="problem">One sentence that says what is wrong, without any secret.</param>
    /// <param name="remedy">One sentence that says what to do.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public EcrException(EcrErrorReason reason, string problem, string remedy, Exception? inner = null)
        : base(problem + " " + remedy, inner)
    {
        Reason = reason;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>What a caller can act on.</summary>
    public EcrErrorReason Reason { get; }

    /// <summary>What is wrong, in one sentence.</summary>
    public string Problem { get; }

    /// <summary>What to do, in one sentence.</summary>
    public string Remedy { get; }

    /// <summary>Whether it may come of this host's clock, which a boot may still set.</summary>
    internal bool MayBeTheClock { get; set; }
}
