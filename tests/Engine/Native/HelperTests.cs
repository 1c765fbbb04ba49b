using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>docker-credential-ecrboot: what docker is told, from where, and whose it is.</summary>
public sealed class HelperTests
{
    private const string NotFound = "credentials not found in native keychain\n";

    [Fact]
    public async Task A_hundred_questions_at_once_on_a_cold_cache_are_one_call()
    {
        await using var host = await HelperHost.StartAsync();
        var asked = Enumerable.Range(0, 100).Select(_ => host.Begin("get", Encoding.UTF8.GetBytes(host.Registry))).ToList();
        var secrets = asked.ConvertAll(process => HelperHost.Secret(HelperHost.End(process)));
        Assert.Single(secrets.Distinct(StringComparer.Ordinal));
        Assert.Equal(1, host.Sandbox.Requests.TokenCalls());
    }

    [Theory]
    [InlineData("get", "", 1, "no credentials server URL\n", "")]
    [InlineData("get", "docker.io", 1, NotFound, "")]
    [InlineData("get", "a\0b", 1, NotFound, "")]
    [InlineData("get", "1MiB", 1, NotFound, "longer than 64 KiB")]
    [InlineData("store", "1MiB", 1, "The input is longer than 64 KiB.", "")]
    [InlineData("store", "not json", 1, "The login to store is not the JSON", "")]
    [InlineData("store", "{\"ServerURL\":\"https://index.docker.io/v1/\",\"Username\":\"u\",\"Secret\":\"s3cret\"}", 1, "'https://index.docker.io/v1/' is not an Amazon ECR registry", "")]
    [InlineData("store", "{\"ServerURL\":\"\",\"Username\":\"u\",\"Secret\":\"s3cret\"}", 1, "no credentials server URL\n", "")]
    [InlineData("store", "{\"ServerURL\":\"123456789012.dkr.ecr.eu-central-1.amazonaws.com\",\"Username\":\"\",\"Secret\":\"s3cret\"}", 1, "no credentials username\n", "")]
    [InlineData("erase", "docker.io", 0, "", "")]
    [InlineData("fetch", "x", 2, "", "'fetch' is no action")]
    public async Task Bad_input_gets_dockers_words_and_a_cause(string action, string input, int code, string output, string cause)
    {
        await using var host = await HelperHost.StartAsync();
        var answer = HelperHost.End(host.Begin(action, input == "1MiB" ? Enumerable.Range(0, 1 << 20).Select(static i => (byte)(i * 7)).ToArray() : Encoding.UTF8.GetBytes(input)));
        Assert.Equal(code, answer.Code);
        Assert.StartsWith(output, answer.Output, StringComparison.Ordinal);
        Assert.Equal(output.Length == 0, answer.Output.Length == 0);
        Assert.Contains(cause, answer.Errors, StringComparison.Ordinal);
        Assert.Equal(cause.Length == 0 ? 0 : 1, answer.Errors.Count(static letter => letter == '\n'));
        Assert.DoesNotContain("s3cret", answer.Output + answer.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Output + answer.Errors, StringComparison.Ordinal);
        Assert.Equal(0, host.Sandbox.Requests.TokenCalls());
    }

    [Theory]
    [InlineData("{\"credHelpers\":{\"registry.example\":\"ecrboot\"}}", "registry.example", true)]
    [InlineData("{\"credHelpers\":{\"https://index.docker.io/v1/\":\"ecrboot\"}}", "https://index.docker.io/v1/", true)]
    [InlineData("{\"credsStore\":\"ecrboot\"}", "registry.example", true)]
    [InlineData("{\"credHelpers\":", "registry.example", true)]
    [InlineData("{\"credHelpers\":{\"registry.example\":\"pass\"}}", "registry.example", false)]
    [InlineData("{\"credHelpers\":{\"other.example\":\"ecrboot\"}}", "registry.example", false)]
    public async Task A_registry_that_is_not_ecrs_is_a_mistake_only_where_dockers_configuration_makes_it_one(string config, string server, bool told)
    {
        await using var host = await HelperHost.StartAsync();
        Directory.CreateDirectory(Path.Combine(host.Folder, ".docker"));
        await File.WriteAllTextAsync(Path.Combine(host.Folder, ".docker/config.json"), config, TestContext.Current.CancellationToken);
        var answer = host.Ask("get", server);
        Assert.Equal((1, NotFound), (answer.Code, answer.Output));
        if (told)
            Assert.Contains($"'{server}' is not an Amazon ECR registry", answer.Errors, StringComparison.Ordinal);
        else
            Assert.Empty(answer.Errors);
    }

    [Fact]
    public async Task Version_and_list_call_nobody()
    {
        await using var host = await HelperHost.StartAsync();
        Assert.StartsWith("docker-credential-ecrboot (EcrBoot) ", host.Ask("version", "").Output, StringComparison.Ordinal);
        Assert.Equal("{}\n", host.Ask("list", "unused").Output);
        Directory.CreateDirectory(Path.Combine(host.Folder, ".docker"));
        await File.WriteAllTextAsync(Path.Combine(host.Folder, ".docker/config.json"), $$"""{ "credHelpers": { "{{host.Registry}}": "ecrboot", "other.example": "pass" } }""", TestContext.Current.CancellationToken);
        Assert.Equal($$"""{"{{host.Registry}}":"AWS"}""" + "\n", host.Ask("list", "unused").Output);
        Assert.Empty(host.Sandbox.Requests);
    }

    [Theory]
    [InlineData("https://123456789012.dkr.ecr.eu-central-1.amazonaws.com")]
    [InlineData("https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/v2/")]
    [InlineData("123456789012.DKR.ECR.eu-central-1.amazonaws.com\n")]
    public async Task The_name_may_be_written_as_docker_and_people_write_it(string name)
    {
        await using var host = await HelperHost.StartAsync();
        Assert.NotEmpty(HelperHost.Secret(host.Ask("get", name)));
    }

    [Fact]
    public async Task Roles_accounts_and_keys_never_share_a_token()
    {
        await using var host = await HelperHost.StartAsync();
        var runner = HelperHost.Secret(host.Ask("get", host.Registry));
        host.Sandbox.Role.Name = "deployer";
        host.Sandbox.Role.Renew();
        var deployer = HelperHost.Secret(host.Ask("get", host.Registry));
        host.Variables["AWS_ACCESS_KEY_ID"] = host.Sandbox.UserKeys.AccessKeyId;
        host.Variables["AWS_SECRET_ACCESS_KEY"] = host.Sandbox.UserKeys.SecretAccessKey;
        var keys = HelperHost.Secret(host.Ask("get", host.Registry));
        Assert.Equal(3, new[] { runner, deployer, keys }.Distinct(StringComparer.Ordinal).Count());
        host.Variables.Remove("AWS_ACCESS_KEY_ID");
        host.Variables.Remove("AWS_SECRET_ACCESS_KEY");
        Assert.Equal(deployer, HelperHost.Secret(host.Ask("get", host.Registry)));
        host.Sandbox.Role.Name = "runner";
        host.Sandbox.Role.Renew();
        Assert.Equal(runner, HelperHost.Secret(host.Ask("get", host.Registry)));
        Assert.Equal(3, host.Sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task While_the_metadata_service_is_silent_the_last_token_of_this_boot_is_served()
    {
        await using var host = await HelperHost.StartAsync();
        var before = HelperHost.Secret(host.Ask("get", host.Registry));
        host.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = host.Sandbox.BlackHoleEndpoint.AbsoluteUri.TrimEnd('/');
        var clock = Stopwatch.StartNew();
        Assert.Equal(before, HelperHost.Secret(host.Ask("get", host.Registry)));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 5);

        // Of another boot it is nobody's.
        var kept = host.Tokens.Single();
        var id = (await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", TestContext.Current.CancellationToken)).Trim();
        await File.WriteAllTextAsync(kept, (await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken)).Replace(id, Guid.NewGuid().ToString(), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var later = host.Ask("get", host.Registry);
        Assert.Equal((1, NotFound), (later.Code, later.Output));
        Assert.Contains("gave no answer within 1 s", later.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_aws_hangs_the_answer_comes_within_ten_seconds()
    {
        await using var host = await HelperHost.StartAsync(new SandboxOptions { Faults = [new Fault { Kind = FaultKind.NoAnswer }] });
        var clock = Stopwatch.StartNew();
        var answer = host.Ask("get", host.Registry);
        Assert.Equal((1, NotFound), (answer.Code, answer.Output));
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 15);
        Assert.StartsWith("docker-credential-ecrboot: ", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_is_stored_wins_until_it_is_erased_and_needs_a_cache()
    {
        await using var host = await HelperHost.StartAsync();
        var own = HelperHost.Secret(host.Ask("get", host.Registry));
        var login = $$"""{"ServerURL":"https://{{host.Registry}}","Username":"AWS","Secret":"{{Password(host, TimeSpan.FromHours(3))}}"}""";
        Assert.Equal((0, "", ""), host.Ask("store", login));
        Assert.NotEqual(own, HelperHost.Secret(host.Ask("get", host.Registry)));
        Assert.Equal((0, "", ""), host.Ask("erase", "https://" + host.Registry));
        Assert.Equal((0, "", ""), host.Ask("erase", host.Registry));
        Assert.Equal(own, HelperHost.Secret(host.Ask("get", host.Registry)));

        var expired = host.Ask("store", $$"""{"ServerURL":"{{host.Registry}}","Username":"AWS","Secret":"{{Password(host, TimeSpan.FromMinutes(2))}}"}""");
        Assert.Equal(1, expired.Code);
        host.Variables["ECRBOOT_CACHE"] = "off";
        var refused = host.Ask("store", login);
        Assert.Equal(1, refused.Code);
        Assert.Contains("ECRBOOT_CACHE=off", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_own_token_stored_again_stays_the_hosts_own_and_ends_a_login_that_was_given()
    {
        await using var host = await HelperHost.StartAsync();
        var own = HelperHost.Secret(host.Ask("get", host.Registry));
        Assert.Equal(0, host.Ask("store", Login(host, own)).Code);
        host.Sandbox.Role.Name = "deployer";
        host.Sandbox.Role.Renew();
        var deployer = HelperHost.Secret(host.Ask("get", host.Registry));
        Assert.NotEqual(own, deployer);

        // The first role's token is another's now, whoever brings it.
        Assert.Equal(0, host.Ask("store", Login(host, own)).Code);
        Assert.Equal(own, HelperHost.Secret(host.Ask("get", host.Registry)));
        Assert.Equal(0, host.Ask("store", Login(host, deployer)).Code);
        Assert.Equal(deployer, HelperHost.Secret(host.Ask("get", host.Registry)));
        Assert.Equal(2, host.Tokens.Length);
    }

    [Fact]
    public async Task A_refresh_renews_the_cache_and_where_it_fails_the_valid_token_stays()
    {
        await using var host = await HelperHost.StartAsync();
        var (code, output, errors) = host.Login("--registry", host.Registry);
        Assert.True(code == 0, output + errors);
        var config = await File.ReadAllTextAsync(Path.Combine(host.Folder, ".docker/config.json"), TestContext.Current.CancellationToken);
        Assert.Contains("\"ecrboot\"", config, StringComparison.Ordinal);
        Assert.DoesNotContain("\"auth\"", config, StringComparison.Ordinal);
        var first = HelperHost.Secret(host.Ask("get", host.Registry));

        Assert.Equal(0, host.Login("--registry", host.Registry, "--refresh").Code);
        var second = HelperHost.Secret(host.Ask("get", host.Registry));
        Assert.NotEqual(first, second);
        Assert.Equal(2, host.Sandbox.Requests.TokenCalls());

        host.Sandbox.Faults.Add(FaultKind.AccessDenied);
        var failed = host.Login("--registry", host.Registry, "--refresh");
        Assert.Equal(1, failed.Code);
        Assert.Contains("is not authorized to perform", failed.Output + failed.Errors, StringComparison.Ordinal);
        Assert.Equal(second, HelperHost.Secret(host.Ask("get", host.Registry)));
    }

    private static string Login(HelperHost host, string password) => $$"""{"ServerURL":"{{host.Registry}}","Username":"AWS","Secret":"{{password}}"}""";

    private static string Password(HelperHost host, TimeSpan life) =>
        Encoding.ASCII.GetString(Convert.FromBase64String(host.Sandbox.Tokens.Issue(host.Sandbox.Options.Region, life)))["AWS:".Length..];
}
