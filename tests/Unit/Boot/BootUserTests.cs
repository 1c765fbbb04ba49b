using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Unit.Boot;

public sealed class BootUserTests
{
    [Fact]
    public async Task A_user_who_never_comes_has_failed_and_holds_nobody_back()
    {
        await using var host = await TwoUsersAsync(comesAfter: null);
        var loggedIn = new List<TimeSpan>();
        var pace = new VirtualPace(elapsed =>
        {
            if (loggedIn.Count == 0 && File.Exists(host.In("nobody/.docker/config.json")))
                loggedIn.Add(elapsed);
        });
        var report = await host.RunAsync(pace);
        Assert.Equal(("Failed", "UserUnknown"), (report.Verdict, report.Reason));
        Assert.Equal(["UserUnknown", null], report.Logins.Select(static login => login.Reason));
        Assert.InRange(Assert.Single(loggedIn).TotalSeconds, 0, 5);
        Assert.InRange(pace.Elapsed.TotalSeconds, 120, 121);
        Assert.Equal(1, host.Sandbox.Requests.TokenCalls("eu-central-1"));
        Assert.Contains("Failed UserUnknown for runner at the caller's own registry: There is no user 'runner'", host.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_comes_late_is_logged_in_then()
    {
        await using var host = await TwoUsersAsync(comesAfter: 40);
        var report = await host.RunAsync();
        Assert.Equal("Succeeded", report.Verdict);
        Assert.All(report.Logins, login => Assert.True(File.Exists(login.ConfigPath)));
        Assert.Equal(2, host.Sandbox.Requests.TokenCalls("eu-central-1"));
    }

    [Fact]
    public async Task An_error_that_nobody_has_thought_of_is_a_verdict_too_and_none_of_its_words_are_shown()
    {
        await using var host = await TwoUsersAsync(comesAfter: null);
        host.Accounts = static _ => throw new InvalidOperationException("s3cret");
        var report = await host.RunAsync();
        Assert.Equal(("Failed", "LoginFailed"), (report.Verdict, report.Reason));
        Assert.All(report.Logins, static login => Assert.Equal("LoginFailed", login.Reason));
        Assert.Contains("InvalidOperationException", host.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", host.Log + string.Concat(host.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auto_without_a_runner_unit_fails_and_never_means_root()
    {
        await using var host = await BootHost.StartAsync();
        host.Options.DockerConfig = null;
        host.Options.Users = [BootLoginOptions.AutoUser];
        var report = await host.RunAsync();
        Assert.Equal(("Failed", "UserUnknown"), (report.Verdict, report.Reason));
        Assert.Contains("actions.runner.*.service", report.Problem, StringComparison.Ordinal);
        Assert.EndsWith("Verdict Failed UserUnknown: " + report.Problem + " " + report.Remedy + "\n", host.Log, StringComparison.Ordinal);
        Assert.Empty(host.Sandbox.Requests.For(RequestTarget.Ecr));
    }

    [Fact]
    public async Task Auto_means_the_users_of_the_runner_units()
    {
        await using var host = await BootHost.StartAsync();
        host.Options.DockerConfig = null;
        host.Options.Users = [BootLoginOptions.AutoUser];
        host.Options.Timeout = TimeSpan.FromSeconds(1);
        host.Write("etc/systemd/system/actions.runner.o-r.n.service", "[Service]\nUser=nobody-of-that-name\n");
        var report = await host.RunAsync();
        Assert.Equal("nobody-of-that-name", Assert.Single(report.Logins).User);
    }

    // "nobody" is there from the start, "runner" is not.
    private static async Task<BootHost> TwoUsersAsync(int? comesAfter)
    {
        var host = await BootHost.StartAsync();
        TestUser.NeedsRoot();
        host.Options.DockerConfig = null;
        host.Options.Users = ["runner", "nobody"];
        Shell.Run("chmod", "755", host.In(""));
        foreach (var home in new[] { "nobody", "runner" })
            TestUser.GiveAway(Directory.CreateDirectory(host.In(home)).FullName, TestUser.Nobody(host.In(home)));
        var looks = 0;
        host.Accounts = name => name == "nobody" ? TestUser.Nobody(host.In(name))
            : comesAfter <= ++looks ? TestUser.Nobody(host.In(name))
            : throw new EcrException(EcrErrorReason.UserUnknown, $"There is no user '{name}' on this host.", "Name one that 'getent passwd' lists.");
        return host;
    }
}
