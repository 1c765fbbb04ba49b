using System;
using System.IO;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>Root logs in a real account of this host.</summary>
[Collection(nameof(AwsHost))]
public sealed class OtherUserTests(AwsHost host) : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData(null)]
    [InlineData("elsewhere")]
    public void The_users_own_clients_pull_with_it_wherever_the_home_is(string? home)
    {
        using var account = new TestAccount(home is null ? null : _folder.File(home));
        var result = Connect(account);

        Assert.Equal(["Login Succeeded"], result.Information);
        Assert.Equal([account.Name], result.Property("OSUser"));
        Assert.Equal(account.Name + " 600", TestAccount.Owner(ConfigFile.PathIn(account.Home)));
        Assert.Equal(account.Name + " 700", TestAccount.Owner(Path.GetDirectoryName(ConfigFile.PathIn(account.Home))!));
        var pull = account.Run("skopeo", "--insecure-policy", "copy", "--src-tls-verify=false", $"docker://{host.Registry}/hello:latest", "dir:" + Path.Combine(account.Home, "image"));
        Assert.True(pull.ExitCode == 0, pull.Errors);
    }

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public void The_users_docker_finds_the_login(string client)
    {
        using var account = new TestAccount();
        Connect(account);
        var docker = account.Run(client, "--host", "unix://" + _folder.File("no-daemon"), "login", host.Registry);
        Assert.Contains("Authenticating with existing credentials", docker.Output + docker.Errors, StringComparison.Ordinal);
        Assert.Equal(account.Name + " 600", TestAccount.Owner(ConfigFile.PathIn(account.Home)));
    }

    [Theory]
    [InlineData(".docker")]
    [InlineData(".docker/config.json")]
    public void What_sudo_docker_login_left_to_root_is_refused_with_the_chown_to_run(string left)
    {
        using var account = new TestAccount();
        ConfigFile.Write(account.Home, "{}");
        Tool.Output("chown", "-R", account.Name + ":", Path.Combine(account.Home, ".docker"));
        Tool.Output("chown", "root:", Path.Combine(account.Home, left));

        var result = Connect(account, succeeds: false);

        Assert.Equal(["ConfigNotOwned"], result.ErrorIds);
        Assert.Contains($"sudo chown -R {account.Name}: {account.Home}/.docker", result.Terminating!.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("{}", ConfigFile.Text(account.Home));

        // And what it says helps.
        Tool.Output("chown", "-R", account.Name + ":", account.Home + "/.docker");
        Connect(account);
    }

    [Fact]
    public void The_callers_own_configuration_is_neither_read_nor_written()
    {
        using var account = new TestAccount();
        var callers = _folder.Write("callers/config.json", """{"credsStore":"missing"}""");
        Connect(account, succeeds: true, ("DOCKER_CONFIG", Path.GetDirectoryName(callers)), ("HOME", _folder.Folder("root")));
        Assert.Equal("""{"credsStore":"missing"}""", File.ReadAllText(callers));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("root")));
        Assert.NotEmpty(ConfigFile.Password(account.Home, host.Registry));
    }

    [Fact]
    public void A_link_to_what_only_root_may_read_gains_nothing()
    {
        using var account = new TestAccount();
        var secret = _folder.Write("roots/secret.json", """{"auths":{"secret.example":{"auth":"czpzZWNyZXQ="}}}""");
        Tool.Output("chmod", "600", secret);
        Plant(account, secret, Path.Combine(account.Home, ".docker/config.json"));

        var result = Connect(account, succeeds: false);

        Assert.NotEmpty(result.ErrorIds);
        Assert.DoesNotContain("secret.example", result.Everything(), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Registry, File.ReadAllText(secret), StringComparison.Ordinal);
        Assert.Equal("root 600", TestAccount.Owner(secret));
    }

    [Theory]
    [InlineData("shadowed", "700")]
    [InlineData("open to readers", "755")]
    public void A_link_to_a_folder_of_roots_gets_no_file(string what, string mode)
    {
        using var account = new TestAccount();
        var roots = _folder.Folder("roots");
        Tool.Output("chmod", mode, roots);
        Plant(account, roots, Path.Combine(account.Home, ".docker"));
        Assert.NotEmpty(Connect(account, succeeds: false).ErrorIds);
        Assert.True(Directory.GetFileSystemEntries(roots).Length == 0, what);
    }

    [Fact]
    public void A_helper_runs_as_the_user_in_the_users_home()
    {
        using var account = new TestAccount();
        KeepingHelper.WriteTo(_folder.File("bin"));
        ConfigFile.Write(account.Home, """{"credsStore":"keep"}""");
        Tool.Output("chown", "-R", account.Name + ":", account.Home + "/.docker");

        Connect(account, succeeds: true, ("PATH", _folder.File("bin") + ":" + Tool.SystemPath));

        Assert.All(KeepingHelper.Calls(account.Home), call => Assert.Equal($"store as {account.Name} in {account.Home}", call));
        Assert.Contains(host.Registry, KeepingHelper.Kept(account.Home), StringComparison.Ordinal);
        Assert.Equal("{}", ConfigFile.Json(account.Home)["auths"]![host.Registry]!.ToJsonString());
        Assert.Equal(account.Name, TestAccount.Owner(Path.Combine(account.Home, "kept")).Split(' ')[0]);
    }

    [Fact]
    public void Two_users_get_the_same_login_by_one_call_for_a_token()
    {
        using var first = new TestAccount();
        using var second = new TestAccount(_folder.File("second"));
        var result = host.Connect($"-User {first.Name}, {second.Name}");
        Assert.Equal([first.Name, second.Name], result.Property("OSUser"));
        Assert.Equal(ConfigFile.Password(first.Home, host.Registry), ConfigFile.Password(second.Home, host.Registry));
    }

    [Fact]
    public void Disconnect_takes_it_out_of_the_users_file()
    {
        using var account = new TestAccount();
        Connect(account);
        Assert.Empty(host.Run($"Disconnect-EcrRegistry {host.Registry} -User {account.Name}").ErrorIds);
        Assert.Null(ConfigFile.Json(account.Home)["auths"]![host.Registry]);
        Assert.Equal(account.Name + " 600", TestAccount.Owner(ConfigFile.PathIn(account.Home)));
    }

    public void Dispose() => _folder.Dispose();

    private static void Plant(TestAccount account, string target, string link)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        Tool.Output("ln", "-s", target, link);
        Tool.Output("chown", "-hR", account.Name + ":", Path.Combine(account.Home, ".docker"));
    }

    private ShellResult Connect(TestAccount account, bool succeeds = true, params (string Name, string? Value)[] environment)
    {
        var result = host.Connect("-User " + account.Name, environment);
        Assert.True(result.Exception is null == succeeds, result.Exception?.ToString() ?? "It succeeded.");
        return result;
    }
}
