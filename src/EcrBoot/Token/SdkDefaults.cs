#if NET
using System.Threading;
using Amazon;
#endif
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// Settings for the clients the SDK makes by itself, to assume a role or to ask SSO: it takes them from static properties only. On PowerShell 7
/// and in the native program the SDK is this library's own; on Windows PowerShell it may be shared, and is left alone.
/// </summary>
internal static class SdkDefaults
{
    /// <summary>Gives those clients this host's proxies and <c>AWS_CA_BUNDLE</c>, and a region, so that they do not ask a silent metadata service for it.</summary>
    /// <param name="host">Where the settings are read.</param>
    /// <param name="region">The profile's region; null where it has none.</param>
    public static void Apply(HostEnvironment host, string? region)
    {
#if NET
        AWSConfigs.HttpClientFactory = new AwsHttp(host, CancellationToken.None);
        AWSConfigs.AWSRegion = region ?? host.Variable("AWS_REGION") ?? host.Variable("AWS_DEFAULT_REGION") ?? AWSConfigs.AWSRegion;
#else
        _ = (host, region);
        TlsVersion.Ensure();
#endif
    }
}
