using System;
using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Registry;

/// <summary>The registries that somebody asks about. Without names, every one is meant.</summary>
public sealed class RegistryWish
{
    private readonly List<(string Name, string Pattern)> _wanted;

    /// <summary>Reads names.</summary>
    /// <param name="names">Hosts, URLs, image references, account ids, or patterns of hosts with <c>*</c> and <c>?</c>; null or none for all.</param>
    /// <exception cref="EcrException">AccountIdTooShort, NotAnEcrRegistry.</exception>
    public RegistryWish(IEnumerable<string>? names = null) => _wanted = (names ?? Array.Empty<string>()).Select(static name => (name, Pattern(name))).ToList();

    /// <summary>Whether every registry is meant.</summary>
    public bool IsAll => _wanted.Count == 0;

    /// <summary>Whether a registry is meant.</summary>
    /// <param name="host">Its host name.</param>
    public bool Includes(string host) => IsAll || _wanted.Exists(wanted => Matches(host, wanted.Pattern));

    /// <summary>The names, as they were given, that none of these hosts answers to.</summary>
    /// <param name="hosts">Host names.</param>
    public IReadOnlyList<string> NotAmong(IReadOnlyCollection<string> hosts) =>
        _wanted.Where(wanted => !hosts.Any(host => Matches(host, wanted.Pattern))).Select(static wanted => wanted.Name).ToList();

    private static string Pattern(string name)
    {
        var text = name.Trim();
        if (text.IndexOfAny(new[] { '*', '?' }) >= 0)
            return text.ToLowerInvariant();
        if (text.Length > 0 && text.All(static c => c is >= '0' and <= '9'))
            return text.Length == 12 ? text + ".dkr?ecr*" : RegistryAddress.Parse(text).Host;
        var host = RegistryHost.Of(text);
        return host.Length > 0 ? host : RegistryAddress.Parse(text).Host;
    }

    // The place behind the last star is gone back to when the rest does not fit: no more than length times length steps.
    private static bool Matches(string host, string pattern)
    {
        int at = 0, next = 0, star = -1, retry = 0;
        while (at < host.Length)
        {
            if (next < pattern.Length && pattern[next] == '*')
            {
                star = next++;
                retry = at;
            }
            else if (next < pattern.Length && (pattern[next] == '?' || pattern[next] == host[at]))
            {
                next++;
                at++;
            }
            else if (star >= 0)
            {
                next = star + 1;
                at = ++retry;
            }
            else
            {
                return false;
            }
        }

        while (next < pattern.Length && pattern[next] == '*')
            next++;
        return next == pattern.Length;
    }
}
