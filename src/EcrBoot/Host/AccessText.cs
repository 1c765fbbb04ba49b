using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcrBoot.Host;

/// <summary>
/// Reads the text of a security descriptor (SDDL, [MS-DTYP] 2.5.1): whether anybody but administrators may put something else in a folder's place, or
/// into it.
/// </summary>
internal static class AccessText
{
    // What lets somebody take a folder away or give rights to it: FILE_DELETE_CHILD, DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_ALL.
    private const uint Takes = 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000;

    // What also lets somebody write into it: FILE_WRITE_DATA, FILE_APPEND_DATA, FILE_WRITE_EA, FILE_WRITE_ATTRIBUTES, GENERIC_WRITE.
    private const uint Writes = Takes | 0x2 | 0x4 | 0x10 | 0x100 | 0x40000000;

    // SYSTEM, Administrators, the built-in Administrator, the domain's administrators, the owner's own rights, TrustedInstaller.
    private static readonly string[] s_trusted =
    {
        "SY", "BA", "LA", "DA", "EA", "OW", "S-1-5-18", "S-1-5-32-544", "S-1-3-4", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
    };

    private static readonly Dictionary<string, uint> s_rights = new(StringComparer.Ordinal)
    {
        ["FA"] = 0x1F01FF, ["FR"] = 0x120089, ["FW"] = 0x120116, ["FX"] = 0x1200A0, ["GA"] = 0x10000000, ["GR"] = 0x80000000, ["GW"] = 0x40000000, ["GX"] = 0x20000000,
        ["RC"] = 0x20000, ["SD"] = 0x10000, ["WD"] = 0x40000, ["WO"] = 0x80000,
        ["CC"] = 0x1, ["DC"] = 0x2, ["LC"] = 0x4, ["SW"] = 0x8, ["RP"] = 0x10, ["WP"] = 0x20, ["DT"] = 0x40, ["LO"] = 0x80, ["CR"] = 0x100,
    };

    /// <summary>What is wrong with a folder's security.</summary>
    /// <param name="text">Its owner and access list.</param>
    /// <param name="user">The identifier of who asks, who is trusted too.</param>
    /// <param name="isAbove">Whether it is a folder above the one that is meant, into which others may put things of their own.</param>
    /// <returns>The end of a sentence about the folder; null where nothing is wrong.</returns>
    public static string? Doubt(string text, string? user, bool isAbove)
    {
        var access = text.IndexOf("D:", StringComparison.Ordinal);
        var owner = text.StartsWith("O:", StringComparison.Ordinal) ? text.Substring(2, (access < 0 ? text.Length : access) - 2) : "";
        if (owner.IndexOf("G:", StringComparison.Ordinal) is >= 0 and var group)
            owner = owner.Substring(0, group);
        bool IsTrusted(string who) => who == user || s_trusted.Contains(who, StringComparer.Ordinal);
        if (!IsTrusted(owner))
            return "belongs to somebody who is no administrator";
        if (access < 0 || text.IndexOf('(', access) < 0)
            return text.IndexOf("NO_ACCESS_CONTROL", StringComparison.Ordinal) >= 0 || access < 0 ? "may be written to by everybody" : null;
        var forbidden = isAbove ? Takes : Writes;
        return Entries(text.Substring(access)).Any(entry => entry.Length >= 6 && entry[0] is "A" or "XA" && !HasFlag(entry[1], "IO")
            && !IsTrusted(entry[5]) && (Mask(entry[2]) & forbidden) != 0)
            ? "may be written to by others than administrators"
            : null;
    }

    private static IEnumerable<string[]> Entries(string text) => text.Split('(').Skip(1).Select(static entry => entry.Split(')')[0].Split(';'));

    private static bool HasFlag(string flags, string flag)
    {
        for (var i = 0; i + 1 < flags.Length; i += 2)
        {
            if (string.CompareOrdinal(flags, i, flag, 0, 2) == 0)
                return true;
        }

        return false;
    }

    // What is not understood counts as everything.
    private static uint Mask(string rights)
    {
        if (rights.StartsWith("0x", StringComparison.Ordinal))
            return uint.TryParse(rights.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mask) ? mask : uint.MaxValue;
        var all = 0u;
        for (var i = 0; i < rights.Length; i += 2)
            all |= i + 1 < rights.Length && s_rights.TryGetValue(rights.Substring(i, 2), out var right) ? right : uint.MaxValue;
        return all;
    }
}
