using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>Finds the installed units of job runners, in the folders where systemd reads units.</summary>
public static class RunnerUnits
{
    /// <summary>The pattern of the names that GitHub's <c>svc.sh install</c> makes.</summary>
    public const string DefaultPattern = "actions.runner.*.service";

    private const string Ending = ".service";

    /// <summary>systemd.unit(5), first one first; its own generators' folders are left out, since they are being filled while our generator runs.</summary>
    internal static readonly IReadOnlyList<string> Folders = new[]
    {
        "/etc/systemd/system.control", "/run/systemd/system.control", "/run/systemd/transient", "/etc/systemd/system", "/run/systemd/system",
        "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system",
    };

    /// <summary>The users that the units run as, each once. A unit without <c>User=</c> runs as root.</summary>
    /// <param name="root">The folder that stands for <c>/</c>.</param>
    /// <param name="patterns">Patterns of unit names with <c>*</c> and <c>?</c>.</param>
    public static IReadOnlyList<string> Users(string root, IReadOnlyList<string> patterns) =>
        Find(new ImageRoot(root), patterns).Select(static unit => unit.User).OfType<string>().Distinct(StringComparer.Ordinal).ToList();

    /// <summary>The names of the units, each once.</summary>
    internal static IEnumerable<string> Names(ImageRoot image, IReadOnlyList<string> patterns) => Folders
        .SelectMany(folder => SystemFile.List(image.Follow(folder)))
        .Select(static path => Path.GetFileName(path))
        .Where(name => name.EndsWith(Ending, StringComparison.Ordinal) && !name.StartsWith("ecrboot", StringComparison.Ordinal)
            && patterns.Any(pattern => UnitPattern.Matches(name, pattern)))
        .Distinct(StringComparer.Ordinal);

    /// <summary>The units.</summary>
    internal static IReadOnlyList<RunnerUnit> Find(ImageRoot image, IReadOnlyList<string> patterns) =>
        Names(image, patterns).Select(name => Read(image, name)).ToList();

    private static RunnerUnit Read(ImageRoot image, string name)
    {
        var service = new UnitFile();
        foreach (var folder in Folders)
        {
            if (FileStatus.Of(image.Locate($"{folder}/{name}"), follow: false) is null)
                continue;
            service.Add(SystemFile.ReadText(image.Follow($"{folder}/{name}")), "Service");
            break;
        }

        // Of drop-ins of one name the first folder's counts; all of them are read in the order of their names.
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var dropIn in Folders.SelectMany(folder => SystemFile.List(image.Follow($"{folder}/{name}.d")).Select(path => $"{folder}/{name}.d/{Path.GetFileName(path)}")))
        {
            if (dropIn.EndsWith(".conf", StringComparison.Ordinal) && !seen.ContainsKey(Path.GetFileName(dropIn)))
                seen[Path.GetFileName(dropIn)] = dropIn;
        }

        foreach (var dropIn in seen.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            service.Add(SystemFile.ReadText(image.Follow(dropIn.Value)), "Service");
        return new RunnerUnit(name, service);
    }
}
