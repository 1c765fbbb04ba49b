using System;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.WindowsTests.Program;

/// <summary>The program under the name of docker's credential helper.</summary>
public sealed class ProgramHelperTests(WinePrefix wine)
{
    [Theory]
    [InlineData("docker-credential-ecrboot.exe")]
    [InlineData("Docker-Credential-EcrBoot.EXE")]
    public async Task It_gives_docker_the_login_of_a_registry(string name)
    {
        await using var host = await ProgramHost.StartAsync(wine);
        var answer = host.Ask(name, "get", host.Sandbox.RealRegistryHost);
        using var login = JsonDocument.Parse(answer.Output);
        Assert.Equal("AWS", login.RootElement.GetProperty("Username").GetString());
        Assert.InRange(login.RootElement.GetProperty("Secret").GetString()!.Length, 1000, 5000);
        Assert.Equal("", answer.Errors);
    }

    [Fact]
    public async Task It_has_no_login_of_another_registry()
    {
        await using var host = await ProgramHost.StartAsync(wine);
        var answer = host.Ask("docker-credential-ecrboot.exe", "get", "registry.example.com");
        Assert.Equal((1, "credentials not found in native keychain"), (answer.ExitCode, answer.Output.TrimEnd()));
    }

    [Fact]
    public async Task It_says_on_the_standard_error_why_there_is_none()
    {
        await using var host = await ProgramHost.StartAsync(wine);
        host.Environment["ECRBOOT_CACHE"] = "off"; // the tests before have left a token there
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.AccessDenied });
        var answer = host.Ask("docker-credential-ecrboot.exe", "get", host.Sandbox.RealRegistryHost);
        Assert.Equal(1, answer.ExitCode);
        Assert.StartsWith("docker-credential-ecrboot: AWS refused ecr:GetAuthorizationToken", answer.Errors, StringComparison.Ordinal);
    }
}
