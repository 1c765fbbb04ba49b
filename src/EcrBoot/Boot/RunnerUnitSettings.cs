using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>What the generator is told: which units wait, and for which.</summary>
internal sealed class RunnerUnitSettings
{
    /// <summary>The file that holds them.</summary>
    public const string FilePath = "/etc/ecrboot/runner-units.conf";

    private RunnerUnitSettings(string after, IReadOnlyList<string> patterns)
    {
        After = after;
        Patterns = patterns;
    }

    /// <summary>The unit that the runners wait for.</summary>
    public string After { get; }

    /// <summary>Patterns of the runners' units.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>The text of the file.</summary>
    public static string Text(string after, IEnumerable<string> patterns)
    {
        var text = new StringBuilder("# Written by Install-EcrBootHook: the units of job runners, and what they wait for at boot.\n");
        text.Append("After=").Append(after).Append('\n');
        foreach (var pattern in patterns)
            text.Append("Unit=").Append(pattern).Append('\n');
        return text.ToString();
    }

    /// <summary>Reads them; the defaults where there is no file, or nothing useful in it.</summary>
    public static RunnerUnitSettings Read(ImageRoot image)
    {
        var after = SystemdUnits.Login;
        var patterns = new List<string>();
        foreach (var line in SystemFile.ReadText(image.Follow(FilePath)).Split('\n').Select(static line => line.Trim()))
        {
            if (line.StartsWith("After=", StringComparison.Ordinal))
                after = line.Substring("After=".Length).Trim();
            else if (line.StartsWith("Unit=", StringComparison.Ordinal))
                patterns.Add(line.Substring("Unit=".Length).Trim());
        }

        return new RunnerUnitSettings(after, patterns.Count > 0 ? patterns : new List<string> { RunnerUnits.DefaultPattern });
    }
}
