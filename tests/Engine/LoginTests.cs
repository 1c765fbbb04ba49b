using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>Get-EcrLogin and Disconnect-EcrRegistry.</summary>
public sealed class LoginTests
{
    private static readonly string One = EcrHost.Registry(1, "eu-central-1");
    private static readonly string Two = EcrHost.Registry(2, "us-east-1");

    private const string Mixed = """
        {
        	"auths": {
        		"000000000003.dkr.ecr.eu-west-1.amazonaws.com": { "auth": "QVdTOm5vdC1qc29u", "mine": 1 },
        		"https://index.docker.io/v1/": { "auth": "dTpw" }
        	},
        	"detachKeys": "ctrl-x"
        }
        """;

    [Fact]
    public async Task It_lists_ecr_logins_and_no_others_and_says_unknown_where_a_password_does_not_tell()
    {
        await using var host = await EcrHost.StartAsync();
        host.WriteConfig(Mixed);
        host.Run($"Connect-EcrRegistry {One}, {Two}");
        var result = host.Run("Get-EcrLogin");
        Assert.Equal([One, Two, EcrHost.Registry(3, "eu-west-1")], result.Property("Registry"));
        Assert.Equal([false, false, true], result.Property("ExpiresAt").Select(static end => end is null));
        Assert.Equal(["000000000001", "000000000002", "000000000003"], result.Property("AccountId"));
    }

    [Theory]
    [InlineData("Get-EcrLogin *us-east-1*")]
    [InlineData("Get-EcrLogin 000000000002")]
    [InlineData("Get-EcrLogin https://000000000002.dkr.ecr.us-east-1.amazonaws.com/app:1")]
    [InlineData("'000000000002' | Get-EcrLogin")]
    [InlineData("[pscustomobject]@{ Registry = '000000000002' } | Get-EcrLogin")]
    public async Task One_login_can_be_asked_for_in_every_way(string script)
    {
        await using var host = await EcrHost.StartAsync();
        host.Run($"Connect-EcrRegistry {One}, {Two}");
        Assert.Equal([Two], host.Run(script).Property("Registry"));
    }

    [Fact]
    public async Task Without_a_configuration_there_is_no_login_and_no_error()
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run("Get-EcrLogin");
        Assert.Empty(result.Output);
        Assert.Empty(result.ErrorIds);
    }

    [Fact]
    public async Task Disconnect_removes_just_those_entries()
    {
        await using var host = await EcrHost.StartAsync();
        host.WriteConfig(Mixed);
        host.Run($"Connect-EcrRegistry {One}, {Two}");
        host.Sandbox.Requests.Clear();
        Assert.Empty(host.Run($"Disconnect-EcrRegistry {One}").ErrorIds);
        Assert.Equal([Two, EcrHost.Registry(3, "eu-west-1")], host.Run("Get-EcrLogin").Property("Registry"));
        Assert.Empty(host.Run("Get-EcrLogin | Disconnect-EcrRegistry").ErrorIds);
        Assert.Equal("{\n\t\"auths\": {\n\t\t\"https://index.docker.io/v1/\": {\n\t\t\t\"auth\": \"dTpw\"\n\t\t}\n\t},\n\t\"detachKeys\": \"ctrl-x\"\n}", await File.ReadAllTextAsync(host.ConfigPath, TestContext.Current.CancellationToken));
        Assert.Empty(host.Sandbox.Requests);
    }

    [Fact]
    public async Task A_pattern_takes_no_login_that_is_not_ecrs()
    {
        await using var host = await EcrHost.StartAsync();
        host.WriteConfig(Mixed);
        Assert.Empty(host.Run("Disconnect-EcrRegistry *").ErrorIds);
        var config = await File.ReadAllTextAsync(host.ConfigPath);
        Assert.Contains("index.docker.io", config, StringComparison.Ordinal);
        Assert.DoesNotContain("dkr.ecr", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnect_of_what_is_not_there_is_an_error_and_the_others_go()
    {
        await using var host = await EcrHost.StartAsync();
        host.Run($"Connect-EcrRegistry {One}");
        var result = host.Run($"Disconnect-EcrRegistry {Two}, {One}");
        Assert.Equal(["NotLoggedIn"], result.ErrorIds);
        Assert.Equal(Two, Assert.Single(result.Errors).TargetObject);
        Assert.Empty(host.Run("Get-EcrLogin").Output);
    }

    [Fact]
    public async Task A_helper_that_is_missing_hides_no_login_and_is_an_error_after_them()
    {
        await using var host = await EcrHost.StartAsync();
        host.WriteConfig($$"""{ "credHelpers": { "{{One}}": "gone" } }""");
        host.Run($"Connect-EcrRegistry {Two}");
        var result = host.Run("Get-EcrLogin");
        Assert.Equal([Two], result.Property("Registry"));
        Assert.Equal(["HelperMissing"], result.ErrorIds);
        Assert.Equal(One, Assert.Single(result.Errors).TargetObject);
        result = host.Run("Disconnect-EcrRegistry *");
        Assert.Equal(["HelperMissing"], result.ErrorIds);
        Assert.DoesNotContain(Two, await File.ReadAllTextAsync(host.ConfigPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnect_by_name_needs_no_helper_that_can_list()
    {
        await using var host = await EcrHost.StartAsync();
        host.Install("docker-credential-nolist", """
            kept="$(dirname "$0")/kept"
            case "$1" in
            store) cat > "$kept" ;;
            get) [ -f "$kept" ] && cat "$kept" || { echo "credentials not found in native keychain"; exit 1; } ;;
            erase) rm -f "$kept" ;;
            *) echo "not implemented"; exit 1 ;;
            esac
            """);
        host.WriteConfig("""{ "credsStore": "nolist" }""");
        Assert.Empty(host.Run($"Connect-EcrRegistry {One}").ErrorIds);
        Assert.Empty(host.Run($"Get-EcrLogin {One}").ErrorIds);
        Assert.Equal(["StoreRefused"], host.Run("Get-EcrLogin").ErrorIds);
        Assert.Empty(host.Run($"Disconnect-EcrRegistry {One.ToUpperInvariant()}").ErrorIds);
        Assert.False(File.Exists(Path.Combine(host.Folder, "bin", "kept")));
        Assert.Equal(["NotLoggedIn"], host.Run($"Disconnect-EcrRegistry {One}").ErrorIds);
    }

    [Fact]
    public async Task Disconnect_WhatIf_removes_nothing()
    {
        await using var host = await EcrHost.StartAsync();
        host.Run($"Connect-EcrRegistry {One}");
        host.Run("Disconnect-EcrRegistry * -WhatIf");
        Assert.Single(host.Run("Get-EcrLogin").Output);
    }

    [Fact]
    public async Task A_registry_served_by_an_ecr_helper_is_said_and_nothing_is_stored()
    {
        await using var host = await EcrHost.StartAsync();
        var config = $$"""{ "credHelpers": { "{{One}}": "ecr-login" } }""";
        host.WriteConfig(config);
        host.Install("docker-credential-ecr-login", "exit 1");
        var result = host.Run($"Connect-EcrRegistry {One}");
        Assert.Empty(result.ErrorIds);
        Assert.Empty(result.Output);
        Assert.Contains("ecr-login", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(config, await File.ReadAllTextAsync(host.ConfigPath, TestContext.Current.CancellationToken));
        Assert.Equal(0, host.Sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task A_login_that_docker_would_not_use_is_warned_of()
    {
        await using var host = await EcrHost.StartAsync();
        host.Set("DOCKER_AUTH_CONFIG", "{}");
        Assert.Contains("DOCKER_AUTH_CONFIG", Assert.Single(host.Run("Connect-EcrRegistry").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Root_under_sudo_is_told_whom_it_logs_in()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can be root under sudo.");
        await using var host = await EcrHost.StartAsync();
        host.Set("SUDO_USER", "runner");
        Assert.Contains("-User runner", Assert.Single(host.Run("Connect-EcrRegistry").Warnings), StringComparison.Ordinal);
    }
}
