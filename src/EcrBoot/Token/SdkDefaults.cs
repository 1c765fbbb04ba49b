using System.Net.Http;
using System.Threading;
using Amazon;
using Amazon.Runtime;
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
        if (IsOwn)
            Set(host, region);
    }

    // Apart, for the AWS SDK for .NET Framework has no such factory, and a method that names one could not even begin.
    private static void Set(HostEnvironment host, string? region)
    {
        AWSConfigs.HttpClientFactory = new Factory(new AwsHttp(host, CancellationToken.None));
        AWSConfigs.AWSRegion = region ?? host.Variable("AWS_REGION") ?? host.Variable("AWS_DEFAULT_REGION") ?? AWSConfigs.AWSRegion;
    }

    private sealed class Factory : HttpClientFactory
    {
        private readonly AwsHttp _http;

        public Factory(AwsHttp http) => _http = http;

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _http.Create();

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
    }
}
