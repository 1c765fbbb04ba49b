using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EcrBoot.Boot;

/// <summary>The installed units of job runners.</summary>
public static class RunnerUnits
{
    /// <summary>The users of the units whose names fit a pattern.</summary>
    /// <param name="root">The folder that stands for <c>/</c>.</param>
    /// <param name="patterns">Patterns with <c>*</c>.</param>
    public static IReadOnlyList<string> Users(string root, IReadOnlyList<string> patterns)
    {
        var users = new List<string>();
        foreach (var folder in new[] { "etc/systemd/system", "run/systemd/system", "usr/local/lib/systemd/system", "usr/lib/systemd/system", "lib/systemd/system" })
        {
            var full = Path.Combine(root, folder);
            if (!Directory.Exists(full))
                continue;
            foreach (var unit in patterns.SelectMany(pattern => Directory.EnumerateFiles(full, pattern)))
            {
                var line = File.ReadLines(unit).Select(static text => text.Trim()).LastOrDefault(static text => text.StartsWith("User=", StringComparison.Ordinal));
                users.Add(line is { Length: > 5 } ? line.Substring(5).Trim() : "root");
            }
        }

        return users.Distinct(StringComparer.Ordinal).ToList();
    }
}
