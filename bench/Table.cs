using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace EcrBoot.Bench;

/// <summary>Rows of figures, each beside what it is compared with.</summary>
internal sealed class Table
{
    private readonly List<string[]> _rows;
    private readonly List<string> _notes = [];
    private readonly Series _series;

    public Table(string title, Series series)
    {
        _series = series;
        _rows = [[title, "median", "min - max", "ratio", "beside", "goal", "met"]];
    }

    /// <summary>Adds a figure.</summary>
    /// <param name="name">What the row is called.</param>
    /// <param name="figure">The side and its figure.</param>
    /// <param name="beside">The row it is compared with, and its name.</param>
    /// <param name="goal">What it should be.</param>
    public void Add(string name, (string Side, string Figure) figure, (string Name, string Side, string Figure)? beside = null, Goal? goal = null)
    {
        if (_series.Of(figure.Side, figure.Figure) is not { } spread)
            return;
        var other = beside is { } peer ? _series.Of(peer.Side, peer.Figure) : null;
        var ratio = other is null ? "" : (spread.Median / other.Median).ToString("0.00", CultureInfo.InvariantCulture);
        var (words, met) = goal?.Judge(spread, other) ?? ("", "");
        _rows.Add([name, Number(spread.Median), $"{Number(spread.Min)} - {Number(spread.Max)}", ratio, other is null ? "" : beside!.Value.Name, words, met]);
    }

    /// <summary>Adds a line below the table.</summary>
    public void Note(string text) => _notes.Add(text);

    public void Print(TextWriter output)
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        output.WriteLine();
        for (var i = 0; i < _rows.Count; i++)
        {
            output.WriteLine(string.Join("  ", _rows[i].Select((cell, column) => column is 1 or 2 or 3 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
            if (i == 0)
                output.WriteLine(new string('-', widths.Sum() + (2 * (widths.Length - 1))));
        }

        foreach (var note in _notes.Concat(_series.Failures))
            output.WriteLine(note);
    }

    private static string Number(double value) => value.ToString(value < 20 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
