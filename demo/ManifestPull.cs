using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Sandbox;

namespace EcrBoot.Demo;

/// <summary>Pulls a manifest as docker does: the login from config.json, the registry by its real name.</summary>
/// <param name="Succeeded">Whether the registry gave it.</param>
/// <param name="Words">What happened, in a line.</param>
internal sealed record ManifestPull(bool Succeeded, string Words)
{
    public static async Task<ManifestPull> RunAsync(AwsSandbox sandbox, string configPath)
    {
        using var config = JsonDocument.Parse(await File.ReadAllTextAsync(configPath));
        var login = config.RootElement.GetProperty("auths").GetProperty(sandbox.RealRegistryHost).GetProperty("auth").GetString();

        using var handler = new HttpClientHandler { Proxy = new WebProxy(sandbox.ProxyEndpoint) };
        var anchors = new X509Certificate2Collection();
        anchors.ImportFromPemFile(sandbox.CaBundlePath);
#pragma warning disable MA0039 // The sandbox has an authority of its own, and the chain must lead to it.
        handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, _) =>
        {
            chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(anchors);
            return chain.Build(certificate!) && certificate!.MatchesHostname(sandbox.RealRegistryHost);
        };
#pragma warning restore MA0039
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{sandbox.RealRegistryHost}/v2/hello/manifests/latest");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", login);
        request.Headers.Accept.ParseAdd("application/vnd.docker.distribution.manifest.v2+json");
        request.Headers.Accept.ParseAdd("application/vnd.oci.image.manifest.v1+json");
        using var response = await client.SendAsync(request);
        var digest = response.Headers.TryGetValues("Docker-Content-Digest", out var values) ? values.First() : "none";
        return new ManifestPull(
            response.IsSuccessStatusCode && digest.StartsWith("sha256:", StringComparison.Ordinal),
            $"GET {request.RequestUri}\n{(int)response.StatusCode} {response.ReasonPhrase}, digest {digest}");
    }
}
