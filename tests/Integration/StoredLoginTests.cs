using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>Real clients pull and push with the login that Connect-EcrRegistry has just stored. The registry accepts whole tokens only, and only those it issued.</summary>
[Collection(nameof(AwsHost))]
public sealed class StoredLoginTests : IClassFixture<DockerDaemon>, IDisposable
{
    private readonly AwsHost _host;
    private readonly DockerDaemon _daemon;
    private readonly TestFolder _home = new();

    public StoredLoginTests(AwsHost host, DockerDaemon daemon)
    {
        _host = host;
        _daemon = daemon;
        var result = host.Connect("", ("HOME", _home.Path));
        Assert.Equal(["Login Succeeded"], result.Information);
        Assert.Equal(host.Registry, Assert.Single(result.Property("Registry")));
    }

    private string Hello => $"docker://{_host.Registry}/hello:latest";

    private Tool Skopeo => new("skopeo", ("HOME", _home));

    [Fact]
    public void Skopeo_pulls_by_the_file_in_the_home()
    {
        Skopeo.Succeed("--insecure-policy", "copy", "--src-tls-verify=false", Hello, "dir:" + _home.File("image"));
        Assert.NotEmpty(System.IO.Directory.GetFiles(_home.File("image"), "manifest.json"));
    }

    [Fact]
    public void Skopeo_pushes_by_the_file_it_is_given()
    {
        var pushed = $"docker://{_host.Registry}/by-skopeo:1";
        var skopeo = new Tool("skopeo", ("HOME", _home.Folder("elsewhere")));
        skopeo.Succeed("--insecure-policy", "copy", "--authfile", ConfigFile.PathIn(_home), "--src-tls-verify=false", "--dest-tls-verify=false", Hello, pushed);
        Assert.Contains("Digest", skopeo.Succeed("inspect", "--authfile", ConfigFile.PathIn(_home), "--tls-verify=false", pushed).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Skopeo_gets_nothing_once_the_login_is_removed()
    {
        Assert.Empty(_host.Run($"Disconnect-EcrRegistry {_host.Registry}", ("HOME", _home.Path)).ErrorIds);
        Assert.NotEqual(0, Skopeo.Run("inspect", "--tls-verify=false", Hello).ExitCode);
    }

    [Fact]
    public void Skopeo_says_who_is_logged_in() =>
        Assert.Equal("AWS\n", Skopeo.Succeed("login", "--get-login", "--authfile", ConfigFile.PathIn(_home), _host.Registry).Output);

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public async Task Docker_pulls_and_pushes_through_its_daemon(string client)
    {
        await _daemon.StartAsync();
        var docker = new DockerCli(client, _home, _daemon.Socket);
        var (hello, pushed) = ($"{_host.Registry}/hello:latest", $"{_host.Registry}/by-docker:{client.Count(c => c == '/')}");

        docker.Succeed("pull", hello);
        docker.Succeed("tag", hello, pushed);
        docker.Succeed("push", pushed);

        Assert.Contains("by-docker", Skopeo.Succeed("inspect", "--tls-verify=false", "docker://" + pushed).Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public async Task Docker_login_without_a_password_succeeds_with_the_stored_one(string client)
    {
        await _daemon.StartAsync();
        var before = ConfigFile.Text(_home);
        Assert.Contains("Login Succeeded", new DockerCli(client, _home, _daemon.Socket).Succeed("login", _host.Registry).Output, StringComparison.Ordinal);
        Assert.Equal(before, ConfigFile.Text(_home));
    }

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public async Task Docker_pulls_nothing_with_a_login_cut_short(string client)
    {
        await _daemon.StartAsync();
        var auth = ConfigFile.Json(_home)["auths"]![_host.Registry]!["auth"]!.GetValue<string>();
        ConfigFile.Write(_home, ConfigFile.Text(_home).Replace(auth, auth[..^4], StringComparison.Ordinal));
        Assert.NotEqual(0, new DockerCli(client, _home, _daemon.Socket).Run("pull", $"{_host.Registry}/hello:latest").ExitCode);
    }

    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public void Docker_finds_the_stored_login_while_its_daemon_is_down(string client)
    {
        // It then fails all the same: only a login with a new password is made by the client itself (docker/cli 20.10 and 28.2).
        var result = new DockerCli(client, _home).Run("login", _host.Registry);
        Assert.Contains("Authenticating with existing credentials", result.Output + result.Errors, StringComparison.Ordinal);
        Assert.Contains("Cannot connect to the Docker daemon", result.Output + result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Podman_knows_the_login()
    {
        Assert.Equal("AWS\n", Podman("login", "--get-login", _host.Registry).Output);
    }

    [Fact]
    public void Podman_pulls_by_the_file_in_the_home()
    {
        _home.Write("policy.json", """{"default":[{"type":"insecureAcceptAnything"}]}""");
        Podman("pull", "--quiet", "--tls-verify=false", "--signature-policy", _home.File("policy.json"), $"{_host.Registry}/hello:latest");
    }

    public void Dispose() => _home.Dispose();

    private ToolResult Podman(params string[] arguments)
    {
        Part.RequireRoot(); // without it podman starts more of the system than a test should
        var podman = new Tool("podman", ("HOME", _home), ("XDG_RUNTIME_DIR", _home.Folder("runtime")));
        return podman.Succeed(["--root", _home.File("root"), "--runroot", _home.File("run"), "--tmpdir", _home.File("tmp"), "--storage-driver", "vfs", "--events-backend", "none", .. arguments]);
    }
}
