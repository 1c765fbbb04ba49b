using System;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Unit.Sandbox;

public sealed class SandboxSignatureTests
{
    [Fact]
    public async Task A_wrong_secret_is_a_wrong_signature()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        AwsKeys keys = sandbox.UserKeys with { SecretAccessKey = "wrong" };
        await RefusedAsync(sandbox, c => c.GetEcrTokenAsync("eu-central-1", keys), "InvalidSignatureException", "The request signature we calculated does not match");
    }

    [Fact]
    public async Task An_unknown_key_is_not_recognized()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        AwsKeys keys = sandbox.UserKeys with { AccessKeyId = "AKIAAAAAAAAAAAAAAAAA" };
        await RefusedAsync(sandbox, c => c.GetEcrTokenAsync("eu-central-1", keys), "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    [Theory]
    [InlineData("another")]
    [InlineData(null)]
    public async Task A_session_token_that_is_not_the_keys_own_is_not_recognized(string? token)
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        AwsKeys keys = sandbox.Role.CurrentKeys() with { SessionToken = token };
        await RefusedAsync(sandbox, c => c.GetEcrTokenAsync("eu-central-1", keys), "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    [Fact]
    public async Task Expired_credentials_are_called_expired()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        AwsKeys keys = sandbox.Keys.IssueRole("runner", "i-0", TimeSpan.FromHours(-1));
        await RefusedAsync(sandbox, c => c.GetEcrTokenAsync("eu-central-1", keys), "ExpiredTokenException", "The security token included in the request is expired");
    }

    [Fact]
    public async Task The_region_signed_for_must_be_the_endpoints()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        await RefusedAsync(sandbox, c => c.GetEcrTokenAsync("eu-central-1", signedRegion: "us-east-1"), "InvalidSignatureException", "Credential should be scoped to a valid region.");
    }

    [Fact]
    public async Task The_service_signed_for_must_be_the_endpoints()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        await RefusedAsync(sandbox, c => c.CallAsync("https://api.ecr.us-east-1.amazonaws.com/", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "sts", "us-east-1", null, null),
            "InvalidSignatureException", "Credential should be scoped to correct service: 'ecr'.");
    }

    [Theory]
    [InlineData(3600, @"^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$")]
    [InlineData(-3600, @"^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$")]
    public async Task A_skewed_clock_is_refused_and_told_by_the_date_header(int seconds, string words)
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        sandbox.Clock.Skew = TimeSpan.FromSeconds(seconds);
        using SandboxClient client = new(sandbox);

        HttpResponseMessage response = await client.GetEcrTokenAsync("eu-central-1");
        Assert.Matches(new Regex(words, RegexOptions.None, TimeSpan.FromSeconds(1)), (await SandboxClient.JsonAsync(response)).GetProperty("message").GetString()!);

        HttpResponseMessage corrected = await client.GetEcrTokenAsync("eu-central-1", at: response.Headers.Date);
        Assert.Equal(HttpStatusCode.OK, corrected.StatusCode);
    }

    [Fact]
    public async Task Sts_has_its_own_words_for_the_same()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);

        HttpResponseMessage response = await client.GetCallerIdentityAsync(sandbox.UserKeys with { SecretAccessKey = "wrong" });

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(AwsSandbox sandbox, Func<SandboxClient, Task<HttpResponseMessage>> call, string code, string message)
    {
        using SandboxClient client = new(sandbox);
        HttpResponseMessage response = await call(client);
        var body = await SandboxClient.JsonAsync(response);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, body.GetProperty("__type").GetString());
        Assert.StartsWith(message, body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(code, Assert.Single(response.Headers.GetValues("x-amzn-ErrorType")));
        Assert.True(response.Headers.Contains("x-amzn-RequestId"));
    }
}
