using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Unit.Sandbox;

/// <summary>A plain client that reaches the sandbox by real names: through its proxy, trusting its authority and no other.</summary>
internal sealed class SandboxClient : IDisposable
{
    private readonly AwsSandbox _sandbox;
    private readonly HttpClient _http;

    public SandboxClient(AwsSandbox sandbox)
    {
        _sandbox = sandbox;
        SocketsHttpHandler handler = new() { Proxy = new WebProxy(sandbox.ProxyEndpoint, BypassOnLocal: true), AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509Certificate2.CreateFromPem(System.IO.File.ReadAllText(sandbox.CaBundlePath)) },
        };
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request, Token);

    public Task<HttpResponseMessage> GetAsync(string url, AuthenticationHeaderValue? authorization = null)
    {
        HttpRequestMessage request = new(HttpMethod.Get, url) { Headers = { Authorization = authorization } };
        return SendAsync(request);
    }

    public Task<HttpResponseMessage> GetEcrTokenAsync(string region, AwsKeys? keys = null, string? signedRegion = null, DateTimeOffset? at = null) =>
        CallAsync($"https://api.ecr.{region}.amazonaws.com/", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "ecr", signedRegion ?? region, keys, at);

    public Task<HttpResponseMessage> GetPublicTokenAsync() =>
        CallAsync("https://api.ecr-public.us-east-1.amazonaws.com/", "SpencerFrontendService.GetAuthorizationToken", "ecr-public", "us-east-1", null, null);

    public Task<HttpResponseMessage> CallAsync(string url, string target, string service, string region, AwsKeys? keys, DateTimeOffset? at)
    {
        HttpRequestMessage request = new(HttpMethod.Post, url) { Content = new StringContent("{}", Encoding.UTF8, "application/x-amz-json-1.1") };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        RequestSigner.Sign(request, "{}", keys ?? _sandbox.UserKeys, service, region, at);
        return SendAsync(request);
    }

    public Task<HttpResponseMessage> GetCallerIdentityAsync(AwsKeys? keys = null)
    {
        const string body = "Action=GetCallerIdentity&Version=2011-06-15";
        HttpRequestMessage request = new(HttpMethod.Post, "https://sts.eu-central-1.amazonaws.com/")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        RequestSigner.Sign(request, body, keys ?? _sandbox.UserKeys, "sts", "eu-central-1");
        return SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement;

    public static async Task<string> TokenAsync(HttpResponseMessage response) =>
        (await JsonAsync(response)).GetProperty("authorizationData")[0].GetProperty("authorizationToken").GetString()!;

    public void Dispose() => _http.Dispose();
}
