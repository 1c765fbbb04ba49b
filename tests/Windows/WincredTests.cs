using System;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.WindowsTests;

/// <summary>docker-credential-wincred on the PATH: a stand-in that answers as it does, and refuses what Windows' credential manager would.</summary>
public sealed class WincredTests(WinePrefix wine)
{
    private string Kept => Path.Combine(wine.DriveC, "users", Environment.IsPrivilegedProcess ? "nobody" : Environment.UserName, "wincred.json");

    [Fact]
    public async Task A_login_that_is_too_long_for_it_is_refused_with_the_remedies_and_nothing_is_changed()
    {
        await using var aws = await AwsSandbox.StartAsync(new SandboxOptions { TokenLength = 4000 });
        var session = Session(aws);
        const string config = """{"credsStore":"wincred","auths":{"other.example":{}}}""";
        Write(session, config);

        var error = Assert.Single(session.Run(Connect(session)).Errors);

        Assert.Equal("StoreRefused", error.Id);
        Assert.Contains("2,560 at most", error.Message, StringComparison.Ordinal);
        Assert.Contains($"\"credHelpers\": {{\"{aws.RealRegistryHost}\": \"\"}}", error.Message, StringComparison.Ordinal);
        Assert.Contains("Register-EcrCredentialHelper", error.Message, StringComparison.Ordinal);
        Assert.Equal(config, File.ReadAllText(session.File("docker/config.json")));
        Assert.False(File.Exists(Kept + ".calls"), "The helper was asked.");
    }

    [Fact]
    public async Task A_login_that_fits_is_handed_over()
    {
        await using var aws = await AwsSandbox.StartAsync(new SandboxOptions { TokenLength = 2000 });
        var session = Session(aws);
        Write(session, """{"credsStore":"wincred"}""");
        Assert.Equal("wincred", Assert.Single(session.Run(Connect(session)).Succeeded().Output)["Store"]);
        Assert.Contains(aws.RealRegistryHost, File.ReadAllText(Kept), StringComparison.Ordinal);
        Assert.DoesNotContain("\"auth\"", File.ReadAllText(session.File("docker/config.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public async Task Where_nothing_is_set_the_login_is_in_the_file_so_that_docker_does_not_take_it_by_itself(string? config)
    {
        await using var aws = await AwsSandbox.StartAsync();
        var session = Session(aws);
        if (config is not null)
            Write(session, config);
        Assert.Equal("file", Assert.Single(session.Run(Connect(session)).Succeeded().Output)["Store"]);
        var written = File.ReadAllText(session.File("docker/config.json"));
        Assert.Contains("\"auth\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("credsStore", written, StringComparison.Ordinal);
        Assert.False(File.Exists(Kept + ".calls"), "The helper was asked.");
    }

    private EngineSession Session(AwsSandbox aws)
    {
        File.Delete(Kept);
        File.Delete(Kept + ".calls");
        return new EngineSession(wine).With(aws).With("WINEPATH", EngineSession.ProgramFolder);
    }

    private static string Connect(EngineSession session) => $@"Connect-EcrRegistry -DockerConfig '{session.WindowsFolder}\docker'";

    private void Write(EngineSession session, string config) => wine.Write(session.File("docker/config.json"), config);
}
