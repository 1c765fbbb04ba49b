using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrBoot.Registry;

namespace EcrBoot.Abstractions;

/// <summary>Which registries of a docker configuration are meant. Without names, every ECR registry is.</summary>
internal sealed class RegistryFilter
{
    private readonly List<WildcardPattern>? _patterns;

    /// <summary>Makes a filter.</summary>
    /// <param name="names">Hosts, URLs, image references, account ids, or patterns of hosts.</param>
    public RegistryFilter(string[]? names) => _patterns = names?.Select(Pattern).ToList();

    /// <summary>Whether a host is meant.</summary>
    public bool Includes(string host) => _patterns is null
        ? RegistryAddress.TryParse(host, out _)
        : _patterns.Exists(pattern => pattern.IsMatch(host));

    private static WildcardPattern Pattern(string name)
    {
        const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;
        if (WildcardPattern.ContainsWildcardCharacters(name))
            return new WildcardPattern(name, Options);
        var host = name.Trim();
        var isAccount = host.Length == 12 && host.All(static c => c is >= '0' and <= '9');
        return new WildcardPattern(isAccount ? host + ".dkr*" : WildcardPattern.Escape(RegistryHost.Of(host)), Options);
    }
}
