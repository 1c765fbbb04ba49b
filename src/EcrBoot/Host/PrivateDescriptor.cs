using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Host;

/// <summary>
/// The security descriptor of a new file or folder that only its user, SYSTEM and the administrators may reach, in Windows' text form (SDDL).
/// Nothing is inherited from the folder above: a profile's folder may let others read.
/// </summary>
internal static class PrivateDescriptor
{
    private const string LocalSystem = "S-1-5-18";

    /// <summary>For a file.</summary>
    /// <param name="owner">The identifier of its user.</param>
    public static string OfFile(string owner) => Text(owner, "");

    /// <summary>For a folder: what is made in it gets the same rights.</summary>
    /// <param name="owner">The identifier of its user.</param>
    public static string OfFolder(string owner) => Text(owner, "OICI");

    // O: the owner. D:P a list of its own that inherits nothing. A allows, FA is everything that can be done with a file.
    private static string Text(string owner, string passedOn) =>
        $"O:{owner}D:P" + string.Concat(Entitled(owner).Select(sid => $"(A;{passedOn};FA;;;{sid})"));

    private static IEnumerable<string> Entitled(string owner) => new[] { owner, LocalSystem, WindowsSid.Administrators }.Distinct(System.StringComparer.Ordinal);
}
