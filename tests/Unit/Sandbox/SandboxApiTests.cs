using System;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Unit.Sandbox;

public sealed class SandboxApiTests
{
    [Fact]
    public async Task A_token_has_the_form_and_size_of_a_real_one()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);

        var response = await client.GetEcrTokenAsync("us-west-2");
        JsonElement data = (await SandboxClient.JsonAsync(response)).GetProperty("authorizationData");

        Assert.Equal(JsonValueKind.Array, data.ValueKind);
        string token = data[0].GetProperty("authorizationToken").GetString()!;
        Assert.InRange(token.Length, 2680, 2720);
        string[] parts = Encoding.ASCII.GetString(Convert.FromBase64String(token)).Split(':', 2);
        Assert.Equal("AWS", parts[0]);
        JsonElement password = JsonDocument.Parse(Convert.FromBase64String(parts[1])).RootElement;
        long expiration = password.GetProperty("expiration").GetInt64();
        Assert.Equal(expiration, (long)data[0].GetProperty("expiresAt").GetDouble());
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(expiration) - DateTimeOffset.UtcNow, TimeSpan.FromHours(11.9), TimeSpan.FromHours(12));
        Assert.Equal("https://123456789012.dkr.ecr.us-west-2.amazonaws.com", data[0].GetProperty("proxyEndpoint").GetString());
    }

    [Theory]
    [InlineData(1800)]
    [InlineData(2700)]
    [InlineData(5600)]
    public async Task A_token_has_the_length_asked_for(int length)
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync(new SandboxOptions { TokenLength = length });
        Assert.InRange(sandbox.Tokens.Issue("us-east-1").Length, length - 16, length + 16);
    }

    [Fact]
    public async Task With_an_endpoint_override_the_answer_names_the_registry_beside_it()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);

        var response = await client.CallAsync(sandbox.Endpoint.AbsoluteUri, "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "ecr", "ap-south-1", null, null);

        JsonElement data = (await SandboxClient.JsonAsync(response)).GetProperty("authorizationData")[0];
        Assert.Equal("http://" + sandbox.RegistryHost, data.GetProperty("proxyEndpoint").GetString());
        Assert.Equal(1, sandbox.Requests.TokenCalls("ap-south-1"));
    }

    [Fact]
    public async Task A_public_token_comes_in_an_object_without_an_endpoint()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);

        JsonElement data = (await SandboxClient.JsonAsync(await client.GetPublicTokenAsync())).GetProperty("authorizationData");

        Assert.Equal(JsonValueKind.Object, data.ValueKind);
        Assert.False(data.TryGetProperty("proxyEndpoint", out _));
        Assert.Equal(1, sandbox.Requests.PublicTokenCalls());
        Assert.Equal(0, sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task The_caller_is_the_role_of_the_instance()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync(new SandboxOptions { RoleName = "web", AccountId = "012345678901" });
        using SandboxClient client = new(sandbox);

        string answer = await (await client.GetCallerIdentityAsync(sandbox.Role.CurrentKeys())).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("<Arn>arn:aws:sts::012345678901:assumed-role/web/i-0123456789abcdef0</Arn>", answer, StringComparison.Ordinal);
        Assert.Contains("<Account>012345678901</Account>", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ecr.eu-west-1.api.aws/", "eu-west-1", "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com")]
    [InlineData("https://ecr-fips.us-gov-west-1.amazonaws.com/", "us-gov-west-1", "https://123456789012.dkr.ecr.us-gov-west-1.amazonaws.com")]
    [InlineData("https://api.ecr.cn-north-1.amazonaws.com.cn/", "cn-north-1", "https://123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn")]
    [InlineData("https://api.ecr.eusc-de-east-1.amazonaws.eu/", "eusc-de-east-1", "https://123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu")]
    public async Task Every_endpoint_name_is_served_in_its_region(string url, string region, string registry)
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);

        var response = await client.CallAsync(url, "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "ecr", region, null, null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(registry, (await SandboxClient.JsonAsync(response)).GetProperty("authorizationData")[0].GetProperty("proxyEndpoint").GetString());
    }
}
