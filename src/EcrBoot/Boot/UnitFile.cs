using System;
using System.Collections.Generic;

namespace EcrBoot.Boot;

/// <summary>Reads the settings of one section of unit files, as systemd does: the last one counts, an empty one takes all before it back.</summary>
internal sealed class UnitFile
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the section of a text, on top of what was read before.</summary>
    public void Add(string text, string section)
    {
        var inside = false;
        var whole = "";
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (whole.Length == 0 && (line.Length == 0 || line[0] is '#' or ';'))
                continue;
            if (line.Length > 0 && line[0] is '#' or ';')
                continue; // A comment between continued lines.
            if (line.EndsWith("\\", StringComparison.Ordinal))
            {
                whole += line.Substring(0, line.Length - 1) + " ";
                continue;
            }

            line = whole + line;
            whole = "";
            if (line.Length > 1 && line[0] == '[')
                inside = line == "[" + section + "]";
            else if (inside && line.IndexOf('=') is > 0 and var equals)
                Set(line.Substring(0, equals).TrimEnd(), line.Substring(equals + 1).Trim());
        }
    }

    /// <summary>The last value; null where it is not set.</summary>
    public string? Last(string key) => _values.TryGetValue(key, out var values) && values.Count > 0 ? values[values.Count - 1] : null;

    /// <summary>All values.</summary>
    public IReadOnlyList<string> All(string key) => _values.TryGetValue(key, out var values) ? values : Array.Empty<string>();

    private void Set(string key, string value)
    {
        if (!_values.TryGetValue(key, out var values))
            _values[key] = values = new List<string>();
        if (value.Length == 0)
            values.Clear();
        else
            values.Add(value);
    }
}
