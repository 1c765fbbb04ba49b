using System;
using System.IO;
using System.Linq;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>What people and scripts are used to do with docker at a registry, where the credential helper keeps its login.</summary>
[Collection(nameof(AwsHost))]
public sealed class HelperHabitTests : IClassFixture<CredentialHelperTests.ProxiedDaemon>, IDisposable
{
    private readonly AwsSandbox _aws;
    private readonly DockerDaemon _daemon;
    private readonly HelperHome _home;

    public HelperHabitTests(CredentialHelperTests.ProxiedDaemon fixture)
    {
        _aws = fixture.Aws;
        _aws.Faults.Clear();
        _aws.Requests.Clear();
        _daemon = fixture.Daemon;
        _home = new HelperHome(_aws);
    }

    private string Hello => _home.Registry + "/hello:latest";

    private string[] Kept => Directory.GetFiles(_home.Cache, "token.json", SearchOption.AllDirectories);

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public void A_login_without_a_password_leaves_the_login_the_hosts_own(string client)
    {
        // docker asks the helper for the login, tries it, and stores it again.
        var login = _home.Docker(client, _daemon).Succeed("login", _home.Registry);
        Assert.Contains("Login Succeeded", login.Output, StringComparison.Ordinal);
        Assert.Contains("\"service\": \"ecr\"", File.ReadAllText(Assert.Single(Kept)), StringComparison.Ordinal);

        _aws.Role.Name = "role-" + Guid.NewGuid().ToString("N");
        var renewed = _aws.Role.Renew().AccessKeyId;
        _aws.Requests.Clear();
        _home.Docker(client, _daemon).Succeed("pull", Hello);
        Assert.Equal([renewed], _aws.Requests.For(RequestTarget.Registry).Where(static request => request.Status == 200).Select(static request => request.AccessKeyId).Distinct());
    }

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public void Logging_out_of_what_nobody_logged_in_to_changes_nothing(string client)
    {
        var docker = _home.Docker(client, _daemon);
        docker.Succeed("pull", Hello);
        var logout = docker.Succeed("logout", _home.Registry);
        Assert.DoesNotContain("WARNING", logout.Output + logout.Errors, StringComparison.Ordinal);
        docker.Succeed("logout", _home.Registry);
        docker.Succeed("pull", Hello);
        Assert.Contains("\"ecrboot\"", File.ReadAllText(_home.Config), StringComparison.Ordinal);
        Assert.Equal(1, _aws.Requests.TokenCalls());
    }

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public void An_entry_whose_region_refuses_takes_no_other_entrys_login_from_a_classic_build(string client)
    {
        // docker 20.10 forgets all logins at a helper's first error that is not "credentials not found": docker/cli, GetAllCredentials.
        _aws.Faults.Add(new Fault { Kind = FaultKind.AccessDenied, Region = "us-west-2" });
        _home.WriteConfig($$"""{"credHelpers":{"{{_home.Registry}}":"ecrboot","333333333333.dkr.ecr.us-west-2.amazonaws.com":"ecrboot"} }""");
        _home.Write("context/Dockerfile", $"FROM {Hello}\nLABEL built=by-habit\n");

        // --pull: what another test has pulled needs no login.
        var built = _home.Docker(client, _daemon, ("DOCKER_BUILDKIT", "0")).Succeed("build", "--pull", "-t", "by-habit:1", _home.InHome("context"));
        Assert.Contains("docker-credential-ecrboot: ", built.Errors, StringComparison.Ordinal);
        Assert.Contains("is not authorized to perform", built.Errors, StringComparison.Ordinal);
        Assert.Contains(_aws.Requests.For(RequestTarget.Registry), static request => request.Status == 200 && request.Path.Contains("/manifests/", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public void Where_the_helper_is_missing_docker_says_nothing_of_it(string client)
    {
        // Under a name that no machine has.
        _home.WriteConfig($$"""{"credHelpers":{"{{_home.Registry}}":"ecrboot-nowhere"} }""");
        var pull = _home.Docker(client, _daemon).Run("pull", Hello);
        Assert.NotEqual(0, pull.ExitCode);
        Assert.Contains("no basic auth credentials", pull.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", pull.Errors, StringComparison.Ordinal);
        Assert.Equal(0, _aws.Requests.TokenCalls());
    }

    public void Dispose() => _home.Dispose();
}
