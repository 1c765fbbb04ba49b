using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Unit.Boot;

/// <summary>What comes after the boot's own login: --if-needed and --refresh.</summary>
public sealed class BootRenewalTests
{
    [Fact]
    public async Task If_needed_asks_nobody_while_the_login_is_good()
    {
        await using var host = await BootHost.StartAsync();
        await host.RunAsync();
        host.Sandbox.Requests.Clear();
        (host.Options.IfNeeded, host.Options.Registries) = (true, [host.Sandbox.RegistryHost]);
        var report = await host.RunAsync();
        Assert.Equal("Succeeded", report.Verdict);
        Assert.Empty(host.Sandbox.Requests);

        // The boot's verdict knows which one the caller's own registry is.
        host.Options.Registries = [];
        Assert.Equal("Succeeded", (await host.RunAsync()).Verdict);
        Assert.Empty(host.Sandbox.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task If_needed_logs_in_where_the_login_is_gone_or_nearly_over(bool isGone)
    {
        await using var host = await BootHost.StartAsync(new SandboxOptions { TokenLifetime = TimeSpan.FromMinutes(isGone ? 720 : 59) });
        await host.RunAsync();
        if (isGone)
            File.Delete(host.Config);
        host.Sandbox.Requests.Clear();
        host.Options.IfNeeded = true;
        Assert.Equal("Succeeded", (await host.RunAsync()).Verdict);
        Assert.Equal(1, host.Sandbox.Requests.TokenCalls("eu-central-1"));
        Assert.True(File.Exists(host.Config));
    }

    [Fact]
    public async Task A_refresh_appends_and_leaves_the_verdict_alone_while_the_login_lives()
    {
        await using var host = await BootHost.StartAsync();
        await host.RunAsync();
        var (log, verdict, config) = (host.Log, await File.ReadAllTextAsync(host.Paths.Verdict), await File.ReadAllTextAsync(host.Config));
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.AccessDenied, Target = FaultTarget.EcrToken });
        host.Options.Refresh = true;
        host.Options.Registries = [host.Sandbox.RegistryHost];
        host.Options.Identity.Region = "eu-central-1";
        var report = await host.RunAsync();
        Assert.Equal(("Failed", "AccessDenied"), (report.Verdict, report.Reason));
        Assert.StartsWith(log, host.Log, StringComparison.Ordinal);
        Assert.False(File.Exists(host.Paths.Log + ".1"));
        Assert.Equal(verdict, await File.ReadAllTextAsync(host.Paths.Verdict));
        Assert.Equal(config, await File.ReadAllTextAsync(host.Config));
        Assert.Contains("Kept: the login of ", host.Log, StringComparison.Ordinal);
        Assert.Single(host.Log.Split('\n'), static line => line.Contains(" Verdict ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refresh_that_fails_when_the_login_is_gone_is_the_new_verdict()
    {
        await using var host = await BootHost.StartAsync();
        await host.RunAsync();
        var begun = host.Verdict!;
        File.Delete(host.Config);
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.AccessDenied, Target = FaultTarget.EcrToken });
        host.Options.Refresh = true;
        await host.RunAsync();
        Assert.Equal(("Failed", "AccessDenied", "i-0123456789abcdef0"), (host.Verdict!.Verdict, host.Verdict.Reason, host.Verdict.InstanceId));
        Assert.Equal(begun.Begun, host.Verdict.Begun);

        host.Sandbox.Faults.Clear();
        await host.RunAsync();
        Assert.Equal(("Succeeded", null), (host.Verdict!.Verdict, host.Verdict.Reason));
        Assert.Equal(3, host.Log.Split('\n').Count(static line => line.Contains(" Verdict ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refresh_does_nothing_while_the_boots_login_runs()
    {
        await using var host = await BootHost.StartAsync();
        using var boot = LockHolder.Start(host.Paths, forWriting: true);
        host.Options.Refresh = true;
        await host.RunAsync();
        Assert.Empty(host.Sandbox.Requests);
        Assert.False(File.Exists(host.Paths.Log));
    }
}
