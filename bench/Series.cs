using System;
using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Bench;

/// <summary>The figures of all sides, measured in turn: whatever else the machine does meets them all.</summary>
internal sealed class Series
{
    private readonly Dictionary<(string Side, string Figure), List<double>> _values = new();
    private readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);

    /// <summary>Why a side has no figures.</summary>
    public IEnumerable<string> Failures => _failures.Select(static failure => $"{failure.Key} was not measured: {failure.Value}");

    /// <summary>Runs every side once without counting it, then as often as asked.</summary>
    public static Series Measure(IReadOnlyList<Side> sides, int runs)
    {
        var series = new Series();
        for (var run = 0; run <= runs; run++)
        {
            foreach (var side in sides)
                series.RunOnce(side, isCounted: run > 0);
        }

        return series;
    }

    /// <summary>What a side gave for a figure; null where it has none.</summary>
    public Spread? Of(string side, string figure) =>
        !_failures.ContainsKey(side) && _values.TryGetValue((side, figure), out var values) ? new Spread(values) : null;

    private void RunOnce(Side side, bool isCounted)
    {
        if (_failures.ContainsKey(side.Name))
            return;
        try
        {
            foreach (var (figure, value) in side.Run())
            {
                if (!isCounted)
                    continue;
                if (!_values.TryGetValue((side.Name, figure), out var values))
                    _values[(side.Name, figure)] = values = [];
                values.Add(value);
            }
        }
        catch (SideFailedException e)
        {
            _failures[side.Name] = e.Message;
        }
    }
}
