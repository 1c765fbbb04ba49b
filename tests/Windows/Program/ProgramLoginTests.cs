using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.WindowsTests.Program;

public sealed class ProgramLoginTests(WinePrefix wine)
{
    [Fact]
    public async Task It_logs_in_over_tls_through_the_proxy_with_the_instances_role()
    {
        await using var host = await ProgramHost.StartAsync(wine);
        var login = host.Login();
        Assert.True(login.ExitCode == 0, login.Errors);
        Assert.StartsWith("Login Succeeded for ", login.Output, StringComparison.Ordinal);
        using var config = JsonDocument.Parse(await File.ReadAllTextAsync(host.Config));
        Assert.True(config.RootElement.GetProperty("auths").GetProperty(host.Sandbox.RealRegistryHost).TryGetProperty("auth", out _));
    }

    [Fact]
    public async Task A_boots_login_leaves_log_and_verdict_and_test_reads_them()
    {
        await using var host = await ProgramHost.StartAsync(wine);
        Assert.Equal(1, host.Run("test").ExitCode);
        Assert.Equal(0, host.Login("--log", @"C:\ProgramData\EcrBoot\onboot.log").ExitCode);
        Assert.Contains("Login Succeeded for ", await File.ReadAllTextAsync(Path.Combine(host.DataFolder, "onboot.log")), StringComparison.Ordinal);
        using var verdict = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(host.DataFolder, "verdict.json")));
        Assert.Equal("Succeeded", verdict.RootElement.GetProperty("verdict").GetString());
        var test = host.Run("test");
        Assert.Equal(0, test.ExitCode);
        Assert.StartsWith("Succeeded", test.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_by_AWS_exits_with_1_and_test_says_why()
    {
        await using var host = await ProgramHost.StartAsync(wine);
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.AccessDenied });
        var login = host.Login("--log", @"C:\ProgramData\EcrBoot\onboot.log", "--timeout", "3");
        Assert.Equal(1, login.ExitCode);
        Assert.Contains("Failed AccessDenied", login.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(host.Config));
        var test = host.Run("test");
        Assert.Equal(1, test.ExitCode);
        Assert.StartsWith("Failed AccessDenied", test.Output, StringComparison.Ordinal);
    }

    // Not one that nobody vouches for: wine takes a chain whose issuer it does not know for a good one.
    [Theory]
    [InlineData(FaultKind.ExpiredCertificate)]
    [InlineData(FaultKind.WrongNameCertificate)]
    public async Task A_server_whose_certificate_is_not_good_gets_nothing(FaultKind kind)
    {
        await using var host = await ProgramHost.StartAsync(wine);
        host.Sandbox.Faults.Add(new Fault { Kind = kind });
        var login = host.Login("--timeout", "3");
        Assert.Equal(1, login.ExitCode);
        Assert.Contains("TlsNotTrusted", login.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(host.Config));
    }
}
