using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Unit.Sandbox;

public sealed class SandboxRegistryTests
{
    private const string Registry = "https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/v2/";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_it_asks_for_Basic()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        HttpResponseMessage response = await client.GetAsync(Registry);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    /// <summary>What it answers to whom; status codes as Amazon ECR's.</summary>
    public static TheoryData<string, Func<AwsSandbox, string>, HttpStatusCode> Tokens => new()
    {
        { "of the region", s => s.Tokens.Issue("eu-central-1"), HttpStatusCode.OK },
        { "of another region", s => s.Tokens.Issue("us-east-1"), HttpStatusCode.BadRequest },
        { "of ECR Public", s => s.Tokens.IssuePublic(), HttpStatusCode.BadRequest },
        { "expired", s => s.Tokens.Issue("eu-central-1", TimeSpan.FromSeconds(-1)), HttpStatusCode.Forbidden },
        { "invented", _ => Convert.ToBase64String(Encoding.ASCII.GetBytes("AWS:secret")), HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Tokens), DisableDiscoveryEnumeration = true)]
    public async Task It_takes_its_own_tokens_only(string which, Func<AwsSandbox, string> issue, HttpStatusCode expected)
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        HttpResponseMessage response = await client.GetAsync(Registry, new("Basic", issue(sandbox)));
        Assert.True(expected == response.StatusCode, $"A token {which} was answered with {response.StatusCode}.");
    }

    [Fact]
    public async Task There_are_as_many_loopback_registries_as_asked_for()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync(new SandboxOptions { LoopbackRegistries = 3 });
        using SandboxClient client = new(sandbox);
        Assert.Equal(3, sandbox.RegistryHosts.Distinct(StringComparer.Ordinal).Count());
        foreach (string host in sandbox.RegistryHosts)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"http://{host}/v2/", new("Basic", sandbox.Tokens.Issue("eu-central-1")))).StatusCode);
    }

    [Fact]
    public async Task A_token_is_good_for_every_account_of_its_region()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        string token = await SandboxClient.TokenAsync(await client.GetEcrTokenAsync("eu-central-1"));
        HttpResponseMessage response = await client.GetAsync("https://000000000042.dkr.ecr.eu-central-1.amazonaws.com/v2/", new("Basic", token));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_public_registry_takes_a_bearer_from_its_token_service_and_no_Basic()
    {
        const string host = "https://public.ecr.aws";
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        AuthenticationHeaderValue basic = new("Basic", sandbox.Tokens.IssuePublic());

        HttpResponseMessage challenge = await client.GetAsync(host + "/v2/");
        Assert.Equal(HttpStatusCode.Unauthorized, challenge.StatusCode);
        Assert.Equal("Bearer realm=\"https://public.ecr.aws/token/\",service=\"public.ecr.aws\",scope=\"aws\"", challenge.Headers.WwwAuthenticate.ToString().Replace(", ", ",", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(host + "/v2/", basic)).StatusCode);
        string bearer = (await SandboxClient.JsonAsync(await client.GetAsync(host + "/token/?service=public.ecr.aws", basic))).GetProperty("token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(host + "/v2/", new("Bearer", bearer))).StatusCode);
    }

    [Fact]
    public async Task The_image_every_registry_begins_with_can_be_pulled()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        AuthenticationHeaderValue basic = new("Basic", sandbox.Tokens.Issue("eu-central-1"));
        string plain = $"http://{sandbox.RegistryHost}/v2/hello/";

        var manifest = await SandboxClient.JsonAsync(await client.GetAsync(plain + "manifests/latest", basic));
        string layer = manifest.GetProperty("layers")[0].GetProperty("digest").GetString()!;
        byte[] blob = await (await client.GetAsync(plain + "blobs/" + layer, basic)).Content.ReadAsByteArrayAsync(Token);

        Assert.Equal(layer, Digest(blob));
        Assert.Equal(manifest.GetProperty("layers")[0].GetProperty("size").GetInt32(), blob.Length);
    }

    [Fact]
    public async Task What_is_pushed_in_chunks_is_checked_and_can_be_pulled()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        AuthenticationHeaderValue basic = new("Basic", sandbox.Tokens.Issue("eu-central-1"));
        byte[] blob = RandomNumberGenerator.GetBytes(100_000);

        Uri upload = (await SendAsync(HttpMethod.Post, new(Registry + "team/app/blobs/uploads/"), null)).Headers.Location!;
        HttpResponseMessage chunk = await SendAsync(HttpMethod.Patch, upload, blob[..60_000]);
        Assert.Equal("0-59999", Assert.Single(chunk.Headers.GetValues("Range")));
        await SendAsync(HttpMethod.Patch, chunk.Headers.Location!, blob[60_000..]);
        HttpResponseMessage end = await SendAsync(HttpMethod.Put, new($"{upload}?digest={Uri.EscapeDataString(Digest(blob))}"), []);
        Assert.Equal(HttpStatusCode.Created, end.StatusCode);
        Assert.Equal(blob, await (await client.GetAsync(end.Headers.Location!.AbsoluteUri, basic)).Content.ReadAsByteArrayAsync(Token));

        HttpResponseMessage wrong = await SendAsync(HttpMethod.Post, new(Registry + "team/app/blobs/uploads/?digest=sha256:00"), blob);
        Assert.Equal("DIGEST_INVALID", (await SandboxClient.JsonAsync(wrong)).GetProperty("errors")[0].GetProperty("code").GetString());

        Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, byte[]? content) => client.SendAsync(new HttpRequestMessage(method, url)
        {
            Headers = { Authorization = basic },
            Content = content is null ? null : new ByteArrayContent(content),
        });
    }

    [Fact]
    public async Task It_keeps_within_its_bound()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync(new SandboxOptions { RegistryCapacity = 10_000 });
        using SandboxClient client = new(sandbox);
        byte[] blob = new byte[20_000];
        HttpResponseMessage response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{Registry}a/blobs/uploads/?digest={Digest(blob)}")
        {
            Headers = { Authorization = new("Basic", sandbox.Tokens.Issue("eu-central-1")) },
            Content = new ByteArrayContent(blob),
        });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
