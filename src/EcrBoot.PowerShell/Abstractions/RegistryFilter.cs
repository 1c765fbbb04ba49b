using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrBoot.Registry;

namespace EcrBoot.Abstractions;

/// <summary>Which registries of a docker configuration are meant. Without names, every ECR registry is.</summary>
internal sealed class RegistryFilter
{
    private readonly List<(WildcardPattern Pattern, bool IsExact)>? _wanted;

    /// <summary>Makes a filter.</summary>
    /// <param name="names">Hosts, URLs, image references, account ids, or patterns of hosts.</param>
    public RegistryFilter(string[]? names) => _wanted = names?.Select(Wanted).ToList();

    /// <summary>Whether a host is meant. A host that is no ECR registry has to be named whole: a pattern never takes Docker Hub's login.</summary>
    public bool Includes(string host)
    {
        var isEcr = RegistryAddress.TryParse(host, out _);
        return _wanted is null ? isEcr : _wanted.Exists(wanted => (isEcr || wanted.IsExact) && wanted.Pattern.IsMatch(host));
    }

    private static (WildcardPattern Pattern, bool IsExact) Wanted(string name)
    {
        const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;
        if (WildcardPattern.ContainsWildcardCharacters(name))
            return (new WildcardPattern(name, Options), false);
        var host = name.Trim();
        var isAccount = host.Length == 12 && host.All(static c => c is >= '0' and <= '9');
        return isAccount
            ? (new WildcardPattern(host + ".dkr*", Options), false)
            : (new WildcardPattern(WildcardPattern.Escape(RegistryHost.Of(host)), Options), true);
    }
}
