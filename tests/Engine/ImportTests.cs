using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>The module comes in and goes out of a session, however often, and disturbs nobody.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task It_exports_its_cmdlets_and_says_nothing()
    {
        await using var host = await EcrHost.StartAsync();
        Assert.Empty(host.Import.Everything().Trim());
        Assert.Equal(
            ["Connect-EcrRegistry", "Disconnect-EcrRegistry", "Get-EcrBootHook", "Get-EcrBootLog", "Get-EcrLogin", "Install-EcrBootHook", "Register-EcrCredentialHelper", "Test-EcrBootLog", "Uninstall-EcrBootHook", "Unregister-EcrCredentialHelper"],
            host.Run("(Get-Module EcrBoot).ExportedCmdlets.Keys").Output.Select(static item => item.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Test_ModuleManifest_accepts_it()
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run($"(Test-ModuleManifest '{HostedShell.Manifest}' -ErrorAction Stop).Name");
        Assert.Empty(result.ErrorIds);
        Assert.Equal("EcrBoot", Assert.Single(result.Output).ToString());
    }

    [Fact]
    public async Task Force_twice_and_remove_and_import_again()
    {
        await using var host = await EcrHost.StartAsync();
        var manifest = HostedShell.Manifest;
        var result = host.Run($"Import-Module '{manifest}' -Force; Import-Module '{manifest}' -Force; Remove-Module EcrBoot; Import-Module '{manifest}'; Connect-EcrRegistry");
        Assert.Empty(result.ErrorIds);
        Assert.Single(result.Output);
    }

    [Fact]
    public async Task Many_runspaces_import_at_once()
    {
        await using var host = await EcrHost.StartAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(static _ => Task.Run(static () =>
        {
            using var shell = new HostedShell();
            return shell.Run($"Import-Module '{HostedShell.Manifest}'; Get-EcrLogin; (Get-Command Connect-EcrRegistry).Source");
        })));
        Assert.All(results, static result => Assert.Equal("EcrBoot", Assert.Single(result.Output).ToString()));
    }

    [Fact]
    public async Task A_command_loads_the_module_by_its_name_alone()
    {
        await using var host = await EcrHost.StartAsync();
        host.Set("PSModulePath", Path.GetFullPath(Path.Combine(Path.GetDirectoryName(HostedShell.Manifest)!, "..")));
        using var shell = new HostedShell();
        var result = shell.Run("Connect-EcrRegistry");
        Assert.Empty(result.ErrorIds);
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("4.0.3.3", true)]
    [InlineData("4.0.3.3", false)]
    [InlineData("4.0.102.19", true)]
    [InlineData("4.1.0", true)]
    [InlineData("4.1.0", false)]
    public async Task Another_aws_sdk_in_the_session_is_not_disturbed_and_does_not_disturb(string version, bool before)
    {
        await using var host = await EcrHost.StartAsync();
        var sdk = Path.Combine(AppContext.BaseDirectory, "sdk", version, "AWSSDK.Core.dll");
        var load = $"$sdk = [System.Reflection.Assembly]::LoadFrom('{sdk}'); $sdk.GetType('Amazon.RegionEndpoint', $true).GetField('USEast1').GetValue($null).SystemName";
        var connect = "$login = Connect-EcrRegistry; $login.Registry";
        var where = "[System.Runtime.Loader.AssemblyLoadContext]::All.ForEach({ foreach ($a in $_.Assemblies) { if ($a.GetName().Name -eq 'AWSSDK.Core') { $_.Name + '=' + [System.IO.Path]::GetDirectoryName($a.Location) } } })";
        var (exit, output) = await SessionAsync(host, $"Import-Module '{HostedShell.Manifest}'\n" + (before ? $"{load}\n{connect}\n{where}" : $"{connect}\n{load}\n{where}"));
        Assert.True(exit == 0, output);
        Assert.Contains("us-east-1", output, StringComparison.Ordinal);
        Assert.Contains(host.Sandbox.RealRegistryHost, output, StringComparison.Ordinal);
        Assert.Contains("Default=" + Path.GetDirectoryName(sdk), output.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Contains("EcrBoot=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_import_loads_nothing_of_the_sdk()
    {
        await using var host = await EcrHost.StartAsync();
        var (exit, output) = await SessionAsync(host, $"Import-Module '{HostedShell.Manifest}'\n[System.AppDomain]::CurrentDomain.GetAssemblies().ForEach({{ $_.GetName().Name }}) -match '^(AWSSDK|EcrBoot)'");
        Assert.True(exit == 0, output);
        Assert.DoesNotContain("AWSSDK", output, StringComparison.Ordinal);
        Assert.DoesNotContain("EcrBoot\n", output, StringComparison.Ordinal);
        Assert.Contains("EcrBoot.PowerShell\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_version_in_one_session_is_refused_with_a_sentence()
    {
        // Built before the sandbox takes the place of the network.
        var folder = Directory.CreateTempSubdirectory("ecrboot-second-").FullName;
        await SecondVersion.MakeAsync(Path.Combine(folder, "EcrBoot"), "9.9.9");
        await using var host = await EcrHost.StartAsync();
        var result = host.Run($"Remove-Module EcrBoot; try {{ Import-Module '{folder}/EcrBoot/EcrBoot.psd1' -ErrorAction Stop }} catch {{ $_.Exception.Message }}");
        Directory.Delete(folder, recursive: true);
        Assert.Matches("^EcrBoot [0-9.]+ was loaded in this session before, so EcrBoot 9.9.9 cannot be. Start a new PowerShell to use it.$", Assert.Single(result.Output).ToString());
    }

    // What is loaded stays loaded until a process ends: so a process of its own.
    private static async Task<(int Exit, string Output)> SessionAsync(EcrHost host, string script)
    {
        var file = Path.Combine(host.Folder, "session.ps1");
        await File.WriteAllTextAsync(file, script);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "EcrBoot.Shell"), [file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output + await errors);
    }
}
