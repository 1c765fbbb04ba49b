using System;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Registry;
using EcrBoot.Token;

namespace EcrBoot.Login;

/// <summary>One registry to log in to, and the token it needs. The host is null for the caller's own registry until AWS names it.</summary>
internal sealed class LoginTarget
{
    private LoginTarget(string? host, TokenScope scope)
    {
        Host = host;
        Scope = scope;
    }

    /// <summary>The registry's host.</summary>
    public string? Host { get; set; }

    /// <summary>The token that opens it.</summary>
    public TokenScope Scope { get; }

    /// <summary>The caller's own registry in the region found.</summary>
    public static LoginTarget Own(string region) => new(host: null, new TokenScope(region));

    /// <summary>Reads a registry's name.</summary>
    /// <param name="text">A host, URL, image reference or account id.</param>
    /// <param name="identity">The region and the endpoint asked for.</param>
    /// <param name="region">Finds the region where the name has none.</param>
    /// <exception cref="EcrException">It is no registry, or not one of the region asked for.</exception>
    public static async Task<LoginTarget> ParseAsync(string text, AwsIdentity identity, Func<Task<string>> region)
    {
        var trimmed = text.Trim();
        if (trimmed.Length > 0 && trimmed.All(static c => c is >= '0' and <= '9'))
        {
            // Parse says what is wrong with a number that is no account id.
            if (trimmed.Length != 12)
                RegistryAddress.Parse(trimmed);
            var address = RegistryAddress.Of(trimmed, await region().ConfigureAwait(false));
            return new LoginTarget(address.Host, TokenScope.Of(address));
        }

        if (RegistryAddress.TryParse(trimmed, out var registry))
        {
            RequireRegion(registry!, identity.Region);
            return new LoginTarget(registry!.Host, TokenScope.Of(registry));
        }

        // With an endpoint of the caller's own, the registry may have any name.
        var host = RegistryHost.Of(trimmed);
        if (string.IsNullOrEmpty(identity.EndpointUrl) || host.Length == 0)
            RegistryAddress.Parse(trimmed);
        return new LoginTarget(host, new TokenScope(await region().ConfigureAwait(false)));
    }

    private static void RequireRegion(RegistryAddress registry, string? asked)
    {
        if (asked is null || registry.IsPublic || AwsRegion.Require(asked, "-Region") == registry.Region)
            return;
        throw new EcrException(
            EcrErrorReason.RegionMismatch,
            $"The registry {registry.Host} is in {registry.Region}, but {asked} was asked for.",
            "Leave out -Region: a registry's name says its region.");
    }
}
