using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>
/// Two homes in the same state: in one docker itself logs in, in the other this library or the published cmdlet with the same password. Where
/// docker wrote the file last, or nobody did, both have the same bytes afterwards.
/// </summary>
[Collection(nameof(AwsHost))]
public sealed class SameFileAsDockerTests(AwsHost host) : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string, string> Situations => DockerCli.With(TwoHomes.Situations);

    public static TheoryData<string, string> Afterwards => DockerCli.With("login elsewhere", "login here", "logout here", "logout elsewhere");

    public static TheoryData<string, string> Stores => DockerCli.With("file", "keep");

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task The_library_leaves_what_docker_login_leaves_where(string client, string situation)
    {
        var password = host.IssuePassword();
        var homes = new TwoHomes(host, _folder, client, situation, password);

        new DockerCli(client, homes.Theirs).Login(host.Registry, password);
        Assert.Null(Assert.Single(await Logins(homes.Ours).SaveAsync([new(host.Registry, "AWS", password)], TestContext.Current.CancellationToken)).Error);

        homes.RequireSame();
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public void The_cmdlet_leaves_what_docker_login_leaves_where(string client, string situation)
    {
        var homes = new TwoHomes(host, _folder, client, situation, host.IssuePassword());

        var result = Connect(homes.Ours);
        new DockerCli(client, homes.Theirs).Login(host.Registry, KeepingHelper.Password(homes.Ours, host.Registry) ?? ConfigFile.Password(homes.Ours, host.Registry));

        Assert.Equal(["Login Succeeded"], result.Information);
        homes.RequireSame();
    }

    [Theory]
    [MemberData(nameof(Afterwards))]
    public async Task Docker_goes_on_after_us_as_after_itself_with(string client, string next)
    {
        var password = host.IssuePassword();
        var homes = new TwoHomes(host, _folder, client, "docker logged in to another registry", password);
        new DockerCli(client, homes.Theirs).Login(host.Registry, password);
        Assert.Null(Assert.Single(await Logins(homes.Ours).SaveAsync([new(host.Registry, "AWS", password)], TestContext.Current.CancellationToken)).Error);

        var later = host.IssuePassword();
        foreach (var docker in new[] { new DockerCli(client, homes.Theirs), new DockerCli(client, homes.Ours) })
        {
            var registry = next.EndsWith(" here", StringComparison.Ordinal) ? host.Registry : host.OtherRegistry;
            if (next.StartsWith("login", StringComparison.Ordinal))
                docker.Login(registry, later);
            else
                docker.Succeed("logout", registry);
        }

        homes.RequireSame();
        Assert.Equal(next == "logout here", ConfigFile.Json(homes.Ours)["auths"]![host.Registry] is null);
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task The_library_removes_what_docker_logout_removes_where(string client, string situation)
    {
        var homes = new TwoHomes(host, _folder, client, situation, host.IssuePassword());
        foreach (var home in new[] { homes.Theirs, homes.Ours })
            new DockerCli(client, home).Login(host.Registry, host.IssuePassword());

        new DockerCli(client, homes.Theirs).Succeed("logout", host.Registry);
        Assert.Null(Assert.Single(await Logins(homes.Ours).RemoveAsync([host.Registry], TestContext.Current.CancellationToken)).Error);

        foreach (var home in new[] { homes.Theirs, homes.Ours })
            Assert.DoesNotContain(host.Registry + " ", KeepingHelper.Kept(home), StringComparison.Ordinal);
        Assert.Equal(ConfigFile.Text(homes.Theirs), ConfigFile.Text(homes.Ours));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void Get_EcrLogin_shows_what_docker_stored_and_Disconnect_removes_it(string client, string store)
    {
        var home = new TwoHomes(host, _folder, client, store == "keep" ? "a helper keeps all logins" : "there is no file", password: "").Theirs;
        (string, string?)[] environment = [("HOME", home), ("PATH", Path.Combine(home, "bin") + ":" + Tool.SystemPath)];
        new DockerCli(client, home).Login(host.Registry, host.IssuePassword());

        var shown = host.Run($"Get-EcrLogin {host.Registry}", environment);
        Assert.Equal([store], shown.Property("Store"));
        Assert.InRange(Assert.IsType<TimeSpan>(Assert.Single(shown.Property("Remaining"))), TimeSpan.FromHours(11), TimeSpan.FromHours(12));

        Assert.Empty(host.Run($"Disconnect-EcrRegistry {host.Registry}", environment).ErrorIds);
        Assert.DoesNotContain(host.Registry, ConfigFile.Text(home) + KeepingHelper.Kept(home), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chosen", null)]
    [InlineData("chosen", "other")]
    [InlineData(null, "chosen")]
    public void The_folder_is_chosen_as_with_docker(string? parameter, string? variable)
    {
        var (home, chosen) = (_folder.Folder("home"), _folder.File("chosen"));
        var result = host.Connect(
            parameter is null ? "" : $"-DockerConfig '{_folder.File(parameter)}'",
            ("HOME", home),
            ("DOCKER_CONFIG", variable is null ? null : _folder.File(variable)));
        Assert.Equal([Path.Combine(chosen, "config.json")], result.Property("ConfigPath"));
        Assert.Contains(host.Registry, File.ReadAllText(Path.Combine(chosen, "config.json")), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(home));
    }

    [Fact]
    public void What_a_person_wrote_is_kept_although_docker_drops_it()
    {
        const string Written = """
            {
              "future": {"a": [1.0, null, "<&>"]},
              "auths": {"registry.example": {"auth": "eDp5", "note": "mine"}},
              "detachKeys": "ctrl-e,e"
            }
            """;
        var home = _folder.Folder("home");
        ConfigFile.Write(home, Written);
        Connect(home);

        var left = ConfigFile.Json(home);
        Assert.True(left["auths"]!.AsObject().Remove(host.Registry));
        Assert.Equal(System.Text.Json.Nodes.JsonNode.Parse(Written)!.ToJsonString(), left.ToJsonString());
    }

    public void Dispose() => _folder.Dispose();

    private static DockerLogins Logins(string home)
    {
        var environment = new HostEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["PATH"] = Path.Combine(home, "bin") + ":" + Tool.SystemPath,
        });
        return new DockerLogins(DockerConfigLocation.Resolve(dockerConfig: null, user: null, environment), environment);
    }

    private ShellResult Connect(string home)
    {
        var result = host.Connect("", ("HOME", home), ("PATH", Path.Combine(home, "bin") + ":" + Tool.SystemPath));
        Assert.Null(result.Exception);
        return result;
    }
}
