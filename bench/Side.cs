using System;
using System.Collections.Generic;

namespace EcrBoot.Bench;

/// <summary>One of the things compared.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Run">Does it once, and gives what was measured.</param>
internal sealed record Side(string Name, Func<IReadOnlyDictionary<string, double>> Run)
{
    /// <summary>The figure of a side that is measured from outside.</summary>
    public const string Time = "ms";

    /// <summary>The peak memory of such a side, in MiB.</summary>
    public const string Memory = "MiB";

    /// <summary>Its processor time.</summary>
    public const string Processor = "cpu";

    /// <summary>A side that is a whole program.</summary>
    public static Side Whole(string name, Func<ProgramRun> run) => new(name, () =>
    {
        var ended = run();
        if (ended.ExitCode != 0)
            throw new SideFailedException(ended);
        var figures = new Dictionary<string, double>(StringComparer.Ordinal) { [Time] = ended.Milliseconds };
        if (ended.PeakKilobytes is { } peak)
            figures[Memory] = peak / 1024;
        if (ended.ProcessorMilliseconds is { } processor)
            figures[Processor] = processor;
        return figures;
    });
}
