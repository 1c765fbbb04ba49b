using System;

namespace EcrBoot.Boot;

/// <summary>Patterns of unit names as systemd's own commands take them: <c>*</c>, <c>?</c>.</summary>
internal static class UnitPattern
{
    private const string Ending = ".service";

    // Units that must not wait for a login, which waits for them: whoever names one by a pattern makes an ordering cycle.
    private static readonly string[] s_early =
    {
        "systemd-sysctl.service", "systemd-networkd.service", "systemd-journald.service", "NetworkManager.service", "networking.service", "dbus.service", "dbus-broker.service",
        "cloud-init.service", "cloud-init-local.service", "cloud-init-network.service", "nss-user-lookup.service", "sssd.service", "nscd.service", "rc-local.service",
    };

    /// <summary>The pattern with its ending; a name without one is a service's.</summary>
    /// <exception cref="EcrException">BadArgument: it names no service, or one that the login itself needs.</exception>
    public static string Require(string pattern)
    {
        var whole = pattern.EndsWith(Ending, StringComparison.Ordinal) ? pattern : pattern + Ending;
        foreach (var letter in whole)
        {
            if (!char.IsLetterOrDigit(letter) && "*?:-_.\\@".IndexOf(letter) < 0)
                throw Bad(pattern, "is not a pattern of unit names", "Give one like 'actions.runner.*.service'.");
        }

        if (whole.Length == Ending.Length)
            throw Bad(pattern, "is not a pattern of unit names", "Give one like 'actions.runner.*.service'.");
        foreach (var early in s_early)
        {
            if (Matches(early, whole))
                throw Bad(pattern, $"fits {early} too, which the login itself waits for", "Give a narrower pattern, like 'actions.runner.*.service'.");
        }

        return whole;
    }

    /// <summary>Whether a name fits a pattern.</summary>
    public static bool Matches(string name, string pattern)
    {
        int at = 0, letter = 0, star = -1, retry = 0;
        while (at < name.Length)
        {
            if (letter < pattern.Length && (pattern[letter] == '?' || (pattern[letter] == name[at] && pattern[letter] != '*')))
            {
                at++;
                letter++;
            }
            else if (letter < pattern.Length && pattern[letter] == '*')
            {
                star = letter++;
                retry = at;
            }
            else if (star >= 0)
            {
                letter = star + 1;
                at = ++retry;
            }
            else
            {
                return false;
            }
        }

        while (letter < pattern.Length && pattern[letter] == '*')
            letter++;
        return letter == pattern.Length;
    }

    private static EcrException Bad(string pattern, string why, string remedy) => new(EcrErrorReason.BadArgument, $"'{pattern}' {why}.", remedy);
}
