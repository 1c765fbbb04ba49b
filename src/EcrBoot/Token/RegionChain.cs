using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Token;

/// <summary>Finds the region for a registry whose name has none: parameter, session, environment, profile, instance.</summary>
internal sealed class RegionChain
{
    private readonly HostEnvironment _host;

    /// <summary>Reads variables from the given environment.</summary>
    public RegionChain(HostEnvironment host) => _host = host;

    /// <summary>The first region found.</summary>
    /// <param name="identity">What the caller asked for.</param>
    /// <param name="metadata">The instance metadata service, asked last.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.RegionUnknown"/>.</exception>
    public async Task<string> FindAsync(AwsIdentity identity, InstanceMetadata metadata, CancellationToken cancellation)
    {
        if (identity.Region is { Length: > 0 } asked)
            return AwsRegion.Require(asked, "-Region");
        if (identity.SessionRegion is { Length: > 0 } session)
            return AwsRegion.Require(session, "$StoredAWSRegion");
        if (_host.Variable("AWS_REGION") is { } region)
            return AwsRegion.Require(region, "AWS_REGION");
        if (_host.Variable("AWS_DEFAULT_REGION") is { } fallback)
            return AwsRegion.Require(fallback, "AWS_DEFAULT_REGION");

        var profile = identity.ProfileName ?? _host.Variable("AWS_PROFILE") ?? "default";
        if (new ProfileSource(identity.ProfileLocation, _host).Region(profile) is { } configured)
            return AwsRegion.Require(configured, $"the profile '{profile}'");

        try
        {
            if (await metadata.RegionAsync(cancellation).ConfigureAwait(false) is { } here)
                return AwsRegion.Require(here, "the instance metadata service");
        }
        catch (EcrException e) when (e.Reason == EcrErrorReason.NoCredentials)
        {
            throw new EcrException(EcrErrorReason.RegionUnknown, "No region was given and none was found. " + e.Problem, "Give -Region, or set AWS_REGION.", e);
        }

        throw new EcrException(EcrErrorReason.RegionUnknown, "No region was given and none was found.", "Give -Region, or set AWS_REGION.");
    }
}
