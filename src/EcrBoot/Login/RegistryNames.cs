using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Token;

namespace EcrBoot.Login;

/// <summary>From what a person calls a registry to its host name.</summary>
public static class RegistryNames
{
    /// <summary>The host name. AWS is asked only for the caller's own registry, and the region's sources only where the name has none.</summary>
    /// <param name="name">A host, URL, image reference or account id; null for the caller's own registry.</param>
    /// <param name="host">The environment.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <exception cref="EcrException">It is no registry, or why AWS did not say.</exception>
    public static async Task<string> HostAsync(string? name, HostEnvironment host, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(name, host, cancellation).ConfigureAwait(false);
        }
        catch (EcrException e) when (e.Reason == EcrErrorReason.RegionUnknown)
        {
            throw new EcrException(e.Reason, e.Problem, "Name the registry by its host, or set AWS_REGION.", e);
        }
    }

    private static async Task<string> FindAsync(string? name, HostEnvironment host, CancellationToken cancellation)
    {
        var identity = new AwsIdentity();
        using var source = new TokenSource(identity, host);
        if (name is not null && (await LoginTarget.ParseAsync(name, identity, () => source.RegionAsync(cancellation)).ConfigureAwait(false)).Host is { } found)
            return found;
        var own = LoginTarget.Own(await source.RegionAsync(cancellation).ConfigureAwait(false));
        return (await source.TokenAsync(own.Scope, cancellation).ConfigureAwait(false)).RegistryHost ?? throw new EcrException(
            EcrErrorReason.AnswerMalformed, "The answer to GetAuthorizationToken does not name the caller's registry.", "Name the registry with -Registry.");
    }
}
