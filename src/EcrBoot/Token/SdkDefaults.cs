using System.Threading;
using Amazon;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// Settings for the clients the SDK makes by itself, to assume a role or to ask SSO: it takes them from static properties only. The SDK is this library's
/// own; only on Windows PowerShell may another module have given it its own, and that one is left alone.
/// </summary>
internal static class SdkDefaults
{
    private static bool IsOwn =>
#if NET
        true;
#else
        System.IO.Path.GetDirectoryName(typeof(AWSConfigs).Assembly.Location) == System.IO.Path.GetDirectoryName(typeof(SdkDefaults).Assembly.Location);
#endif

    /// <summary>Gives those clients this host's proxies and <c>AWS_CA_BUNDLE</c>, and a region, so that they do not ask a silent metadata service for it.</summary>
    /// <param name="host">Where the settings are read.</param>
    /// <param name="region">The profile's region; null where it has none.</param>
    public static void Apply(HostEnvironment host, string? region)
    {
        TlsVersion.Ensure();
        if (!IsOwn)
            return;
        AWSConfigs.HttpClientFactory = new AwsHttp(host, CancellationToken.None);
        AWSConfigs.AWSRegion = region ?? host.Variable("AWS_REGION") ?? host.Variable("AWS_DEFAULT_REGION") ?? AWSConfigs.AWSRegion;
    }
}
