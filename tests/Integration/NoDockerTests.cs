using System;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>A login needs neither the docker program nor its daemon.</summary>
[Collection(nameof(AwsHost))]
public sealed class NoDockerTests(AwsHost host) : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("no program at all is on the PATH", "PATH", "bin")]
    [InlineData("PATH is not set", "PATH", null)]
    [InlineData("the daemon is down", "DOCKER_HOST", "unix:///none")]
    public void Connect_succeeds_where(string what, string variable, string? value)
    {
        var home = _folder.Folder("home");
        var result = host.Connect("", ("HOME", home), (variable, value == "bin" ? _folder.Folder("bin") : value));
        Assert.True(result.Exception is null, $"{what}: {result.Exception}");
        Assert.Equal(["Login Succeeded"], result.Information);
        Assert.NotEmpty(ConfigFile.Password(home, host.Registry));
    }

    [Fact]
    public void Connect_without_any_parameter_logs_in_to_the_instances_own_registry()
    {
        var home = _folder.Folder("home");
        var result = host.Run("Connect-EcrRegistry", ("HOME", home), ("PATH", _folder.Folder("bin")));
        Assert.Null(result.Exception);
        Assert.Equal([host.Aws.RealRegistryHost], result.Property("Registry"));
        Assert.NotEmpty(ConfigFile.Password(home, host.Aws.RealRegistryHost));
    }

    [Fact]
    public void A_helper_that_the_configuration_names_and_nobody_installed_is_an_error()
    {
        var home = _folder.Folder("home");
        ConfigFile.Write(home, """{"credsStore":"keep"}""");
        var result = host.Connect("", ("HOME", home), ("PATH", _folder.Folder("bin")));
        Assert.Equal(["HelperMissing"], result.ErrorIds);
        Assert.Contains("docker-credential-keep", result.Terminating!.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("""{"credsStore":"keep"}""", ConfigFile.Text(home));
    }

    public void Dispose() => _folder.Dispose();
}
