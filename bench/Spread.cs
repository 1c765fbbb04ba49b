using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Bench;

/// <summary>A figure of several runs.</summary>
internal sealed class Spread
{
    public Spread(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        Median = (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        Min = sorted[0];
        Max = sorted[^1];
    }

    public double Median { get; }

    public double Min { get; }

    public double Max { get; }
}
