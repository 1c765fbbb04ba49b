using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace EcrBoot.Integration;

/// <summary>What everybody on the host can see of the processes that this one has started, and their own: arguments and environments.</summary>
internal static class ChildProcesses
{
    /// <summary>All of them now: each one's arguments, and each one's environment.</summary>
    public static IReadOnlyList<string> Snapshot()
    {
        var parents = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit))
            .ToDictionary(name => int.Parse(name!, CultureInfo.InvariantCulture), name => Parent(name!));
        var family = new HashSet<int> { Environment.ProcessId };
        while (parents.Where(pair => family.Contains(pair.Value)).Select(pair => pair.Key).Count(family.Add) > 0)
        {
            // Each round adds one more generation.
        }

        family.Remove(Environment.ProcessId);
        return family.SelectMany(id => new[] { Read($"/proc/{id}/cmdline"), Read($"/proc/{id}/environ") }).ToList();
    }

    private static int Parent(string id)
    {
        // "pid (name) state ppid": the name may have blanks and brackets.
        var stat = Read($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    private static string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path)).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended
        }
    }
}
