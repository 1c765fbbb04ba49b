using System;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.WindowsTests;

/// <summary>The module as it is shipped, in the real PowerShell engine for Windows.</summary>
public sealed class ImportTests(WinePrefix wine)
{
    [Fact]
    public void It_is_imported_and_its_cmdlets_are_there()
    {
        var result = new EngineSession(wine).Run("[Environment]::OSVersion.Platform; (Get-Module EcrBoot).ExportedCmdlets.Keys").Succeeded();
        Assert.Equal("Win32NT", result.Texts[0]);
        Assert.Contains("Connect-EcrRegistry", result.Texts);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task Connect_logs_in_to_the_callers_own_registry_with_the_instances_role()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var session = new EngineSession(wine).With(sandbox);
        var result = session.Run($"Connect-EcrRegistry -DockerConfig '{session.WindowsFolder}\\docker'").Succeeded();
        Assert.Equal(sandbox.RealRegistryHost, Assert.Single(result.Output)["Registry"]);
        Assert.Equal(["Login Succeeded"], result.Information);
        Assert.Contains(sandbox.RealRegistryHost, System.IO.File.ReadAllText(session.File("docker/config.json")), StringComparison.Ordinal);
    }
}
