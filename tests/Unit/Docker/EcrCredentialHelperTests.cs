using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Unit.Docker;

/// <summary>docker's protocol, answered: each verb, whose login it gives, and how often AWS is asked.</summary>
public sealed class EcrCredentialHelperTests : IDisposable
{
    private const string NotFound = "credentials not found in native keychain";
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Get_answers_in_the_name_it_was_asked_by()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var name = "https://" + sandbox.RealRegistryHost.ToUpperInvariant() + "/team/app";
        var answer = await AskAsync(sandbox, "get", name + "\r\n");
        Assert.Equal((0, null), (answer.ExitCode, answer.Cause));
        using var json = JsonDocument.Parse(answer.Output);
        Assert.Equal(["ServerURL", "Username", "Secret"], json.RootElement.EnumerateObject().Select(static field => field.Name));
        Assert.Equal((name, "AWS"), (json.RootElement.GetProperty("ServerURL").GetString(), json.RootElement.GetProperty("Username").GetString()));
        Assert.Equal(Secret(answer), Secret(await AskAsync(sandbox, "get", sandbox.RealRegistryHost)));
        Assert.Equal(1, sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task Registries_of_a_region_share_a_token_and_regions_and_ecr_public_have_their_own()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        foreach (var registry in new[] { "123456789012.dkr.ecr.eu-central-1.amazonaws.com", "210987654321.dkr.ecr.eu-central-1.amazonaws.com", "123456789012.dkr.ecr.us-east-1.amazonaws.com", "public.ecr.aws" })
            Assert.Equal(0, (await AskAsync(sandbox, "get", registry)).ExitCode);
        Assert.Equal((1, 1, 1), (sandbox.Requests.TokenCalls("eu-central-1"), sandbox.Requests.TokenCalls("us-east-1"), sandbox.Requests.PublicTokenCalls()));
        Assert.Equal(3, Tokens.Length);
    }

    [Fact]
    public async Task A_stored_login_wins_until_it_ends_and_then_it_is_said_whose_is_used()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var own = Secret(await AskAsync(sandbox, "get", sandbox.RealRegistryHost));
        var given = Password(sandbox, TimeSpan.FromHours(3));
        Assert.Equal((0, "", null), Answer(await AskAsync(sandbox, "store", Login(sandbox.RealRegistryHost, "job", given))));
        var answer = await AskAsync(sandbox, "get", sandbox.RealRegistryHost, TimeSpan.FromMinutes(170));
        Assert.Equal(given, Secret(answer));
        Assert.Contains("\"Username\":\"job\"", answer.Output, StringComparison.Ordinal);
        Assert.Contains(sandbox.RealRegistryHost, (await AskAsync(sandbox, "list", "unused")).Output, StringComparison.Ordinal);

        // Less than five minutes are left.
        var late = await AskAsync(sandbox, "get", sandbox.RealRegistryHost, TimeSpan.FromMinutes(176));
        Assert.Equal(own, Secret(late));
        Assert.Contains("ended at", late.Cause, StringComparison.Ordinal);
        Assert.Contains("this host's own AWS identity is used", late.Cause, StringComparison.Ordinal);
        Assert.Equal("{}", (await AskAsync(sandbox, "list", "unused")).Output);
        Assert.Null((await AskAsync(sandbox, "get", sandbox.RealRegistryHost)).Cause);
    }

    [Fact]
    public async Task A_stored_login_that_broke_is_told_before_the_hosts_own_is_used()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        await AskAsync(sandbox, "store", Login(sandbox.RealRegistryHost, "AWS", Password(sandbox, TimeSpan.FromHours(3))));
        File.WriteAllText(Tokens.Single(), "{");
        var answer = await AskAsync(sandbox, "get", sandbox.RealRegistryHost);
        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("was found broken and set aside, so this host's own AWS identity is used", answer.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_does_not_say_its_end_is_kept_for_twelve_hours()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        Assert.Equal(0, (await AskAsync(sandbox, "store", Login(sandbox.RealRegistryHost, "AWS", "plain"))).ExitCode);
        Assert.Equal("plain", Secret(await AskAsync(sandbox, "get", sandbox.RealRegistryHost, TimeSpan.FromHours(11))));
        Assert.NotEqual("plain", Secret(await AskAsync(sandbox, "get", sandbox.RealRegistryHost, TimeSpan.FromHours(12))));
    }

    [Fact]
    public async Task Erase_removes_the_login_of_that_registry_alone_and_not_the_hosts_own()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        const string other = "210987654321.dkr.ecr.eu-central-1.amazonaws.com";
        var own = Secret(await AskAsync(sandbox, "get", sandbox.RealRegistryHost));
        await AskAsync(sandbox, "store", Login(sandbox.RealRegistryHost, "AWS", "one"));
        await AskAsync(sandbox, "store", Login("https://" + other + "/", "AWS", "two"));
        for (var time = 0; time < 2; time++)
            Assert.Equal((0, "", null), Answer(await AskAsync(sandbox, "erase", sandbox.RealRegistryHost + "\n")));
        Assert.Equal(own, Secret(await AskAsync(sandbox, "get", sandbox.RealRegistryHost)));
        Assert.Equal("two", Secret(await AskAsync(sandbox, "get", other)));
        Assert.Equal(1, sandbox.Requests.TokenCalls());
    }

    [Theory]
    [InlineData("docker.io")]
    [InlineData("https://index.docker.io/v1/")]
    [InlineData("ghcr.io")]
    [InlineData("123456789012.dkr.ecr.eu-central-1.amazonaws.com.fake.example.com")]
    [InlineData("123456789012.dkr.ecr.eu-central-1.amazonaws.com@fake.example.com")]
    public async Task As_credsStore_by_mistake_it_says_what_to_do(string server)
    {
        await using var sandbox = await AwsSandbox.StartAsync();

        // Where no configuration names the helper, as with podman, which asks for every registry, it says nothing.
        Assert.Equal((1, NotFound, null), Answer(await AskAsync(sandbox, "get", server)));
        _folder.Write(".docker/config.json", """{ "credsStore": "ecrboot" }""");
        var got = await AskAsync(sandbox, "get", server);
        Assert.Equal((1, NotFound), (got.ExitCode, got.Output));
        Assert.Contains("Take \"ecrboot\" out of credsStore", got.Cause, StringComparison.Ordinal);
        var stored = await AskAsync(sandbox, "store", Login(server, "me", "s3cret"));
        Assert.Equal(1, stored.ExitCode);
        Assert.Contains("Take \"ecrboot\" out of credsStore", stored.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", stored.Output + stored.Cause, StringComparison.Ordinal);
        Assert.Equal((0, "", null), Answer(await AskAsync(sandbox, "erase", server)));
        Assert.Empty(sandbox.Requests);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"ServerURL\":")]
    [InlineData("\"123456789012.dkr.ecr.eu-central-1.amazonaws.com\"")]
    [InlineData("{\"ServerURL\":[],\"Username\":{},\"Secret\":1}")]
    [InlineData("{\"ServerURL\":\"123456789012.dkr.ecr.eu-central-1.amazonaws.com\",\"Username\":\"me\"}")]
    public async Task A_login_that_is_none_is_refused(string login)
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        foreach (var input in new[] { login, string.Concat(Enumerable.Repeat(login, 2000))[..Math.Min(60_000, login.Length * 2000)] })
        {
            var answer = await AskAsync(sandbox, "store", input);
            Assert.Equal(1, answer.ExitCode);
            Assert.NotEmpty(answer.Output);
            Assert.DoesNotContain('\n', answer.Output);
        }

        Assert.Empty(Tokens);
    }

    [Fact]
    public async Task A_docker_configuration_that_cannot_be_read_keeps_list_from_answering_with_the_cause()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        _folder.Write(".docker/config.json", "{ \"auths\": s3cret");
        var answer = await AskAsync(sandbox, "list", "unused");
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("config.json", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", answer.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Tokens => Directory.GetFiles(_folder, "token.json", SearchOption.AllDirectories);

    private static (int, string, string?) Answer(HelperAnswer answer) => (answer.ExitCode, answer.Output, answer.Cause);

    private static string Secret(HelperAnswer answer)
    {
        Assert.True(answer.ExitCode == 0, answer.Output + answer.Cause);
        return JsonDocument.Parse(answer.Output).RootElement.GetProperty("Secret").GetString()!;
    }

    private static string Login(string server, string user, string secret) => JsonSerializer.Serialize(new { ServerURL = server, Username = user, Secret = secret });

    private static string Password(AwsSandbox sandbox, TimeSpan life) =>
        Encoding.ASCII.GetString(Convert.FromBase64String(sandbox.Tokens.Issue(sandbox.Options.Region, life)))["AWS:".Length..];

    // Each question is a process of its own.
    private Task<HelperAnswer> AskAsync(AwsSandbox sandbox, string action, string input, TimeSpan later = default)
    {
        var variables = new Dictionary<string, string>(sandbox.EnvironmentVariables(), StringComparer.Ordinal) { ["HOME"] = _folder };
        var host = new HostEnvironment(variables, () => DateTimeOffset.UtcNow + later);
        return new EcrCredentialHelper(host).RunAsync(action, Encoding.UTF8.GetBytes(input), TestContext.Current.CancellationToken);
    }
}
