using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>Real clients with nothing but the credential helper, at a registry that has ECR's own name and takes ECR's tokens only.</summary>
[Collection(nameof(AwsHost))]
public sealed class CredentialHelperTests : IClassFixture<CredentialHelperTests.ProxiedDaemon>, IDisposable
{
    private readonly AwsSandbox _aws;
    private readonly DockerDaemon _daemon;
    private readonly HelperHome _home;

    public CredentialHelperTests(ProxiedDaemon fixture)
    {
        _aws = fixture.Aws;
        _aws.Faults.Clear();
        _aws.Requests.Clear();
        _daemon = fixture.Daemon;
        _home = new HelperHome(_aws, "210987654321.dkr.ecr.eu-central-1.amazonaws.com");
    }

    private string Hello => _home.Registry + "/hello:latest";

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public void Docker_pulls_and_pushes_and_no_token_is_in_its_configuration(string client)
    {
        var before = File.ReadAllText(_home.Config);
        var docker = _home.Docker(client, _daemon);
        docker.Succeed("pull", Hello);
        docker.Succeed("tag", Hello, _home.Registry + "/by-helper:1");
        docker.Succeed("push", _home.Registry + "/by-helper:1");
        Assert.Equal(before, File.ReadAllText(_home.Config));
        Assert.Equal(1, _aws.Requests.TokenCalls());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_home.Cache));
        var kept = Assert.Single(Directory.GetFiles(_home.Cache, "token.json", SearchOption.AllDirectories));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kept));
    }

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public void A_job_that_logs_in_as_another_role_pushes_as_that_role_until_it_logs_out(string client)
    {
        var docker = _home.Docker(client, _daemon);
        var other = ("AWS_ACCESS_KEY_ID", _aws.UserKeys.AccessKeyId);
        var secret = ("AWS_SECRET_ACCESS_KEY", _aws.UserKeys.SecretAccessKey);
        var asked = _home.Ask("get", _home.Registry, other, secret, ("ECRBOOT_CACHE", "off"));
        Assert.Equal(0, asked.ExitCode);
        var password = System.Text.Json.JsonDocument.Parse(asked.Output).RootElement.GetProperty("Secret").GetString()!;

        Assert.Contains("Login Succeeded", docker.SucceedWith(password, "login", "--username", "AWS", "--password-stdin", _home.Registry).Output, StringComparison.Ordinal);
        docker.Succeed("pull", Hello);
        docker.Succeed("tag", Hello, _home.Registry + "/by-b:1");
        _aws.Requests.Clear();
        docker.Succeed("push", _home.Registry + "/by-b:1");
        Assert.Equal([other.Item2], Identities());
        Assert.DoesNotContain(password, File.ReadAllText(_home.Config), StringComparison.Ordinal);

        docker.Succeed("logout", _home.Registry);
        _aws.Requests.Clear();
        docker.Succeed("pull", Hello);
        var own = Assert.Single(Identities());
        Assert.NotEqual(other.Item2, own);
        Assert.StartsWith("ASIA", own, StringComparison.Ordinal);
        Assert.Contains("\"ecrboot\"", File.ReadAllText(_home.Config), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.AccessDenied, "is not authorized to perform: ecr:GetAuthorizationToken")]
    [InlineData(FaultKind.NoRole, "has no IAM role attached")]
    [InlineData(FaultKind.ImdsHopLimit, "hop limit is at least 2")]
    public void The_terminal_shows_why_a_pull_has_no_login(FaultKind fault, string words)
    {
        _aws.Faults.Add(fault);
        var pull = _home.Docker(Part.Require("docker"), _daemon).Run("pull", Hello);
        Assert.NotEqual(0, pull.ExitCode);
        var line = Assert.Single(pull.Errors.Split('\n'), static line => line.StartsWith("docker-credential-ecrboot: ", StringComparison.Ordinal));
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.Contains(words, _home.Tool("skopeo").Run("inspect", "docker://" + Hello).Errors, StringComparison.Ordinal);
        var podman = Podman().Run([.. Storage, "pull", Hello]);
        Assert.NotEqual(0, podman.ExitCode);
        Assert.Contains(podman.Errors.Split('\n'), line => line.StartsWith("docker-credential-ecrboot: ", StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public void A_classic_build_works_though_other_entries_fail_or_hang(string client)
    {
        // Such a build asks for the login of every entry before it begins.
        var silent = _aws.Faults.Add(new Fault { Kind = FaultKind.NoAnswer, Region = "us-west-2" });
        _home.WriteConfig($$"""{"credHelpers":{"{{_home.Registry}}":"ecrboot","111111111111.dkr.ecr.xx-nowhere-9.amazonaws.com":"ecrboot","docker.example":"ecrboot","222222222222.dkr.ecr.eu-central-1.amazonaws.com":"ecrboot","333333333333.dkr.ecr.us-west-2.amazonaws.com":"ecrboot"} }""");
        _home.Write("context/Dockerfile", $"FROM {Hello}\nLABEL built=here\n");
        var built = _home.Docker(client, _daemon, ("DOCKER_BUILDKIT", "0")).Run("build", "-t", "built:1", _home.InHome("context"));
        Assert.True(built.ExitCode == 0, built.Output + built.Errors);
        Assert.InRange(silent.Used, 1, int.MaxValue);
    }

    [Fact]
    public void Compose_pulls()
    {
        _home.Write("compose/docker-compose.yml", $"version: '2'\nservices:\n  hello:\n    image: {Hello}\n");
        var compose = _home.Tool("docker-compose", ("DOCKER_HOST", "unix://" + _daemon.Socket), ("DOCKER_CONFIG", Path.GetDirectoryName(_home.Config)!), ("NO_PROXY", "localhost,127.0.0.1"), ("HTTP_PROXY", ""));
        var pulled = compose.Run("-f", _home.InHome("compose/docker-compose.yml"), "pull");
        Assert.True(pulled.ExitCode == 0, pulled.Output + pulled.Errors);
    }

    [Fact]
    public void Skopeo_and_podman_pull_by_the_same_configuration()
    {
        _home.Tool("skopeo").Succeed("--insecure-policy", "copy", "docker://" + Hello, "dir:" + _home.InHome("image"));
        Podman().Succeed([.. Storage, "pull", Hello]);
        Assert.Equal(1, _aws.Requests.TokenCalls());
    }

    [Fact]
    public async Task Podman_asks_the_helper_by_the_registries_file_too_and_keeps_other_logins_as_ever()
    {
        // As Register-EcrCredentialHelper -AllUsers writes it.
        await using var other = await DockerRegistry.StartAsync();
        File.Delete(_home.Config);
        var settings = _home.Write("registries.conf", "unqualified-search-registries = []\ncredential-helpers = [\"containers-auth.json\", \"ecrboot\"]\n");
        var auth = _home.Write("auth.json", "{}");
        var podman = Podman(("CONTAINERS_REGISTRIES_CONF", settings), ("REGISTRY_AUTH_FILE", auth));
        podman.Succeed([.. Storage, "pull", Hello]);
        Assert.Equal("{}", File.ReadAllText(auth));
        Assert.DoesNotContain("docker-credential-ecrboot", podman.Run([.. Storage, "pull", "--tls-verify=false", other.Host + "/none:1"]).Errors, StringComparison.Ordinal);
        podman.SucceedWith(DockerRegistry.Password, [.. Storage, "login", "--tls-verify=false", "--username", DockerRegistry.User, "--password-stdin", other.Host]);
        Assert.Contains(other.Host, File.ReadAllText(auth), StringComparison.Ordinal);
        podman.Succeed([.. Storage, "logout", other.Host]);
        Assert.DoesNotContain(other.Host, File.ReadAllText(auth), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public async Task Another_registry_logs_in_and_out_as_ever(string client)
    {
        await using var registry = await DockerRegistry.StartAsync();
        var docker = _home.Docker(client, _daemon);
        var before = File.ReadAllText(_home.Config);
        docker.SucceedWith(DockerRegistry.Password, "login", "--username", DockerRegistry.User, "--password-stdin", registry.Host);
        var during = File.ReadAllText(_home.Config);
        Assert.Contains(registry.Host, during, StringComparison.Ordinal);
        Assert.Contains("\"ecrboot\"", during, StringComparison.Ordinal);
        docker.Succeed("pull", Hello);
        docker.Succeed("logout", registry.Host);
        Assert.DoesNotContain(registry.Host, File.ReadAllText(_home.Config), StringComparison.Ordinal);
        Assert.Equal(before.Count(static c => c == ':'), File.ReadAllText(_home.Config).Count(static c => c == ':') - 1); // docker adds an empty auths
    }

    [Fact]
    public async Task Many_pulls_at_once_on_a_cold_cache_are_one_call()
    {
        var docker = _home.Docker(Part.Require("docker"), _daemon);

        // On threads of their own: the sandbox answers on the pool's.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() => docker.Succeed("pull", Hello), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Equal(1, _aws.Requests.TokenCalls());
    }

    public void Dispose() => _home.Dispose();

    // Without these podman makes /run/containers for root alone, and no other user's skopeo gets past that.
    private string[] Storage => ["--root", _home.InHome("root"), "--runroot", _home.InHome("run"), "--tmpdir", _home.InHome("tmp"), "--storage-driver", "vfs", "--events-backend", "none"];

    private Tool Podman(params (string Name, string Value)[] more)
    {
        Part.RequireRoot();
        return _home.Tool("podman", [("DOCKER_CONFIG", Path.GetDirectoryName(_home.Config)!), .. more]);
    }

    private string?[] Identities() => [.. _aws.Requests.For(RequestTarget.Registry).Where(static request => request.Status is >= 200 and < 300).Select(static request => request.AccessKeyId).Distinct()];

    /// <summary>A daemon to which only the sandbox's proxy leads out, and which trusts its authority.</summary>
    public sealed class ProxiedDaemon : IAsyncLifetime
    {
        public AwsSandbox Aws { get; private set; } = null!;

        public DockerDaemon Daemon { get; } = new();

        public async ValueTask InitializeAsync()
        {
            Aws = await AwsSandbox.StartAsync();
            await Daemon.StartAsync(("HTTPS_PROXY", Aws.ProxyEndpoint.AbsoluteUri.TrimEnd('/')), ("NO_PROXY", "127.0.0.1,localhost"), ("SSL_CERT_FILE", Aws.CaBundlePath));
        }

        public async ValueTask DisposeAsync()
        {
            await Daemon.DisposeAsync();
            await Aws.DisposeAsync();
        }
    }
}
