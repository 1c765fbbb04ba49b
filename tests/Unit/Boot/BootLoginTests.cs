using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Host;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Unit.Boot;

public sealed partial class BootLoginTests
{
    [Fact]
    public async Task A_boot_logs_in_and_its_log_says_so()
    {
        await using var host = await BootHost.StartAsync();
        var report = await host.RunAsync();
        Assert.Equal("Succeeded", report.Verdict);
        var me = OsUser.Current!.Name;
        Assert.Matches(
            $$"""
            ^{{Time}} EcrBoot [0-9.]+ boot [0-9a-f-]{36} instance i-0123456789abcdef0 role runner
            {{Time}} Login Succeeded for {{me}} at {{host.Sandbox.RegistryHost}}, until {{Time}}
            {{Time}} Verdict Succeeded
            $
            """.ReplaceLineEndings("\n"),
            host.Log);
        Assert.Contains(host.Sandbox.RegistryHost, await File.ReadAllTextAsync(host.Config), StringComparison.Ordinal);
        var login = Assert.Single(host.Verdict!.Logins);
        Assert.Equal((host.Sandbox.RegistryHost, me, host.Config, "file"), (login.Registry, login.User, login.ConfigPath, login.Store));
        Assert.Equal(("i-0123456789abcdef0", "runner"), (host.Verdict.InstanceId, host.Verdict.Role));
        Assert.Null(RecordLock.Holder(host.Paths.Lock));
    }

    [Theory]
    [InlineData(FaultKind.ImdsLate, 8)]
    [InlineData(FaultKind.ImdsLate, 90)]
    public async Task A_late_metadata_service_is_waited_for(FaultKind kind, int seconds)
    {
        await using var host = await BootHost.StartAsync();
        var fault = host.Sandbox.Faults.Add(new Fault { Kind = kind });
        var pace = new VirtualPace(elapsed =>
        {
            if (elapsed >= TimeSpan.FromSeconds(seconds))
                host.Sandbox.Faults.Remove(fault);
        });
        var report = await host.RunAsync(pace);
        Assert.Equal("Succeeded", report.Verdict);
        Assert.InRange(pace.Elapsed.TotalSeconds, seconds, seconds + 5);
        Assert.Single(host.Said, static line => line.StartsWith("Waiting: ", StringComparison.Ordinal));
        Assert.Contains("instance i-0123456789abcdef0 role runner\n", host.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_metadata_service_the_boot_fails_at_its_timeout_with_the_cause()
    {
        await using var host = await BootHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ImdsLate });
        var pace = new VirtualPace();
        var report = await host.RunAsync(pace);
        Assert.Equal(("Failed", "RegionUnknown"), (report.Verdict, report.Reason));
        Assert.InRange(pace.Elapsed.TotalSeconds, 120, 121);
        Assert.Contains("instance unknown role unknown\n", host.Log, StringComparison.Ordinal);
        Assert.Contains("at the caller's own registry: No region was given", host.Log, StringComparison.Ordinal);
        Assert.EndsWith("set AWS_REGION.\n", host.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_hangs_ends_with_the_deadline()
    {
        await using var host = await BootHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.NoAnswer, Target = FaultTarget.EcrToken });
        host.Options.Timeout = TimeSpan.FromSeconds(2);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var report = await host.RunAsync(new BootPace());
        Assert.Equal(("Failed", "TimedOut"), (report.Verdict, report.Reason));
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.9, 3.5);
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.WrongContentType)]
    public async Task What_passes_is_outlived(FaultKind kind)
    {
        await using var host = await BootHost.StartAsync();

        // More than the SDK itself tries.
        host.Sandbox.Faults.Add(new Fault { Kind = kind, Target = FaultTarget.EcrToken, Times = 5 });
        Assert.Equal("Succeeded", (await host.RunAsync()).Verdict);
        Assert.Contains(host.Said, static line => line.StartsWith("Waiting: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FaultKind.AccessDenied, "AccessDenied", "is not authorized to perform: ecr:GetAuthorizationToken")]
    [InlineData(FaultKind.InvalidToken, "CredentialsInvalid", "security token")]
    public async Task A_refusal_is_final_after_15_seconds_with_aws_own_words(FaultKind kind, string reason, string words)
    {
        await using var host = await BootHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = kind, Target = FaultTarget.EcrToken });
        var pace = new VirtualPace();
        var report = await host.RunAsync(pace);
        Assert.Equal(("Failed", reason), (report.Verdict, report.Reason));
        Assert.InRange(pace.Elapsed.TotalSeconds, 15, 18);
        Assert.Contains(words, report.Problem, StringComparison.Ordinal);
        Assert.Matches($"{Time} Failed {reason} for .* at .*: .*{Regex.Escape(words)}.*\n{Time} Verdict Failed {reason}: .*{Regex.Escape(words)}.*\n$", host.Log);
    }

    [Fact]
    public async Task An_authority_that_nobody_trusts_is_final_after_15_seconds()
    {
        await using var host = await BootHost.StartAsync();
        host.Options.Identity.EndpointUrl = null;
        host.Sandbox.Faults.Add(FaultKind.UntrustedCertificate, FaultTarget.EcrToken);
        var pace = new VirtualPace();
        var report = await host.RunAsync(pace);
        Assert.Equal(("Failed", "TlsNotTrusted"), (report.Verdict, report.Reason));
        Assert.InRange(pace.Elapsed.TotalSeconds, 15, 20);
    }

    [Fact]
    public async Task A_certificate_that_this_hosts_clock_does_not_allow_is_waited_for()
    {
        await using var host = await BootHost.StartAsync();
        host.Options.Identity.EndpointUrl = null;
        var fault = host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ExpiredCertificate, Target = FaultTarget.EcrToken });
        var report = await host.RunAsync(new VirtualPace(elapsed =>
        {
            if (elapsed > TimeSpan.FromSeconds(40))
                host.Sandbox.Faults.Remove(fault);
        }));
        Assert.Equal("Succeeded", report.Verdict);
    }

    [Fact]
    public async Task A_refusal_that_passes_within_15_seconds_is_none()
    {
        await using var host = await BootHost.StartAsync();
        var fault = host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.AccessDenied, Target = FaultTarget.EcrToken });
        var report = await host.RunAsync(new VirtualPace(elapsed =>
        {
            if (elapsed > TimeSpan.FromSeconds(8))
                host.Sandbox.Faults.Remove(fault);
        }));
        Assert.Equal("Succeeded", report.Verdict);
    }

    [Fact]
    public async Task A_name_that_is_no_registry_fails_at_once_and_takes_no_other_with_it()
    {
        await using var host = await BootHost.StartAsync();
        host.Options.Identity.EndpointUrl = null;
        host.Options.Registries = ["registry.example.com", host.Sandbox.RealRegistryHost];
        var pace = new VirtualPace();
        var report = await host.RunAsync(pace);
        Assert.Equal(("Failed", "NotAnEcrRegistry"), (report.Verdict, report.Reason));
        Assert.True(pace.Delays.Count == 0, string.Join("\n", host.Said));
        Assert.Equal(["NotAnEcrRegistry", null], report.Logins.Select(static login => login.Reason));
    }

    [Fact]
    public async Task Two_names_of_one_registry_are_one_login()
    {
        await using var host = await BootHost.StartAsync();
        host.Options.Identity.EndpointUrl = null;
        host.Options.Registries = [host.Sandbox.RealRegistryHost, host.Sandbox.Options.AccountId];
        Assert.Single((await host.RunAsync()).Logins);
    }

    [Fact]
    public async Task A_wrong_clock_is_corrected_and_said()
    {
        await using var host = await BootHost.StartAsync(new SandboxOptions { ClockSkew = TimeSpan.FromMinutes(33), Region = "ap-south-1" });
        Assert.Equal("Succeeded", (await host.RunAsync()).Verdict);
        Assert.Contains(host.Said, static line => line.Contains("clock is 33 minutes behind AWS's", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Jitter_is_spent_inside_the_deadline()
    {
        await using var host = await BootHost.StartAsync();
        host.Options.Jitter = TimeSpan.FromSeconds(30);
        var pace = new VirtualPace();
        Assert.Equal("Succeeded", (await host.RunAsync(pace)).Verdict);
        Assert.Equal([TimeSpan.FromSeconds(30)], pace.Delays);

        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ImdsLate });
        pace = new VirtualPace();
        Assert.Equal("Failed", (await host.RunAsync(pace)).Verdict);
        Assert.InRange(pace.Elapsed.TotalSeconds, 120, 121);
    }

    [Fact]
    public async Task Told_to_end_it_ends_at_once_with_a_verdict()
    {
        await using var host = await BootHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.NoAnswer, Target = FaultTarget.EcrToken });
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        var report = await host.RunAsync(new BootPace(), stop.Token);
        Assert.Equal(("Failed", "Stopped"), (report.Verdict, report.Reason));
        Assert.Equal("Stopped", host.Verdict!.Reason);
    }

    [Fact]
    public async Task Without_a_log_nothing_of_the_boot_is_touched()
    {
        await using var host = await BootHost.StartAsync();
        host.Options.Log = null;
        Assert.Equal("Succeeded", (await host.RunAsync()).Verdict);
        Assert.False(Directory.Exists(host.In("var")) || Directory.Exists(host.In("run")));
        Assert.Single(host.Said);
    }

    [Fact]
    public async Task No_line_and_no_file_of_the_boot_holds_the_password()
    {
        await using var host = await BootHost.StartAsync();
        await host.RunAsync();
        var auth = AuthValue().Match(await File.ReadAllTextAsync(host.Config)).Groups[1].Value;
        var password = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(auth)).Split(':', 2)[1];
        foreach (var file in new[] { host.Paths.Log, host.Paths.Begun, host.Paths.Verdict })
            Assert.DoesNotContain(password[..40], await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Said, line => line.Contains(password[..40], StringComparison.Ordinal));
    }

    private const string Time = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";

    [GeneratedRegex("\"auth\": \"([^\"]+)\"")]
    private static partial Regex AuthValue();
}
