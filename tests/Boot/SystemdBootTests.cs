using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>Real boots with the hook as a systemd unit.</summary>
public sealed class SystemdBootTests
{
    private const string Login = "ecrboot.service";
    private static readonly string[] Runners = ["actions.runner.acme-web.host-1", "actions.runner._services.a", "actions.runner.x-y-z.0"];

    [Fact]
    public async Task Runners_of_any_name_start_after_the_login_and_find_it()
    {
        using var guest = new Guest();
        guest.AddAws();
        guest.Install("-User runner -TimeoutSec 20");
        foreach (var runner in Runners)
            guest.AddRunner(runner);
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.Equal("running", boot.State);
        var ended = boot.Started(Login);
        Assert.All(Runners, runner =>
        {
            Assert.True(boot.Started(runner + ".service") >= ended, $"{runner} started at {boot.Started(runner + ".service")}, the login ended at {ended}.");
            Assert.Equal(["runner 600", "1"], boot.Messages(runner + ".service"));
        });
        Assert.Contains("\"verdict\":\"Succeeded\"", boot.Verdict, StringComparison.Ordinal);
        Assert.Contains("Login Succeeded for runner", await File.ReadAllTextAsync(Path.Combine(guest.Upper, "var/log/onboot")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--fault access-denied", "AccessDenied")]
    [InlineData("--fault imds-absent", null)]
    public async Task A_login_that_fails_holds_no_runner_longer_than_itself(string fault, string? reason)
    {
        using var guest = new Guest();
        guest.AddAws(fault);
        guest.Install("-User runner -TimeoutSec 4");
        foreach (var runner in Runners)
            guest.AddRunner(runner);
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.Equal("degraded", boot.State);
        var failed = boot.Failed(Login);
        Assert.InRange(failed - boot.Starting(Login), 0, 6);
        Assert.All(Runners, runner => Assert.InRange(boot.Started(runner + ".service") - failed, 0, 1));
        Assert.Contains("\"verdict\":\"Failed\"", boot.Verdict, StringComparison.Ordinal);
        if (reason is not null)
            Assert.Contains($"\"reason\":\"{reason}\"", boot.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metadata_service_that_is_late_is_waited_for_and_nothing_starts_before()
    {
        using var guest = new Guest();
        guest.AddAws("--imds-late 8");
        guest.Install("-User runner -TimeoutSec 30");
        guest.AddRunner(Runners[0]);
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.InRange(boot.Started(Login) - boot.Starting(Login), 5, 20);
        Assert.True(boot.Started(Runners[0] + ".service") >= boot.Started(Login));
        Assert.Equal(["runner 600", "1"], boot.Messages(Runners[0] + ".service"));
    }

    [Fact]
    public async Task A_frozen_login_holds_runners_for_its_timeout_and_twenty_seconds_at_most()
    {
        using var guest = new Guest();
        guest.AddAws("--fault no-answer");
        guest.Install("-User runner -TimeoutSec 3");
        guest.FreezeLogin();
        guest.AddRunner(Runners[0]);
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.Contains("frozen", boot.Messages("freeze.service"));
        Assert.Equal("degraded", boot.State);
        Assert.InRange(boot.Started(Runners[0] + ".service") - boot.Starting(Login), 10, 3 + 20);
        Assert.DoesNotContain("Succeeded", boot.Verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task User_data_and_the_runner_that_it_installs_come_after_the_login(bool debian)
    {
        using var guest = new Guest();
        guest.AddAws("--imds-late 3");
        guest.Install("-User runner -TimeoutSec 20");
        guest.Write("runner.service", "[Service]\nUser=runner\nExecStart=/bin/sh -c 'stat -c \"%%U %%a\" $$HOME/.docker/config.json; exec sleep 300'\n[Install]\nWantedBy=multi-user.target");
        guest.AddCloudFinal(debian, """
            echo user data
            cp /runner.service /etc/systemd/system/actions.runner.late.service
            systemctl daemon-reload
            systemctl enable --now actions.runner.late.service
            """);
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.True(boot.Said("cloud-final.service", "user data") >= boot.Started(Login));
        Assert.True(boot.Started("actions.runner.late.service") >= boot.Started(Login));
        Assert.Equal(["runner 600"], boot.Messages("actions.runner.late.service"));
        Assert.True(boot.Has("generator/actions.runner.late.service.d/ecrboot.conf"));
    }

    [Fact]
    public async Task A_second_boot_without_a_network_has_a_verdict_of_its_own()
    {
        using var guest = new Guest();
        guest.AddAws();
        guest.Install("-User runner -TimeoutSec 4");
        guest.AddRunner(Runners[0]);
        var first = await guest.BootAsync();
        File.Delete(Path.Combine(guest.Root, "etc/systemd/system/sysinit.target.wants/aws.service"));
        var second = await guest.BootAsync();
        first.MustBeWhole();
        second.MustBeWhole();
        Assert.Contains("\"verdict\":\"Succeeded\"", first.Verdict, StringComparison.Ordinal);
        Assert.Contains("\"verdict\":\"Failed\"", second.Verdict, StringComparison.Ordinal);
        Assert.DoesNotContain("Login Succeeded", await File.ReadAllTextAsync(Path.Combine(guest.Upper, "var/log/onboot")), StringComparison.Ordinal);
        Assert.Contains("Login Succeeded", await File.ReadAllTextAsync(Path.Combine(guest.Upper, "var/log/onboot.1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_elsewhere_and_a_linked_configuration_are_served_too()
    {
        using var guest = new Guest();
        guest.AddAws();
        var passwd = Path.Combine(guest.Root, "etc/passwd");
        await File.WriteAllTextAsync(passwd, (await File.ReadAllTextAsync(passwd)).Replace("/home/runner:", "/srv/ci/runner:", StringComparison.Ordinal));
        guest.Write("srv/ci/runner/dotfiles/config.json", "{ \"mine\": 1 }");
        guest.Link("srv/ci/runner/.docker/config.json", "../dotfiles/config.json");
        Assert.Equal(0, await Programs.RunAsync("chown", ["-Rh", "4321:4321", Path.Combine(guest.Root, "srv/ci/runner")]));
        guest.Install("-TimeoutSec 20");
        guest.AddRunner(Runners[0]);
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.Contains("\"verdict\":\"Succeeded\"", boot.Verdict, StringComparison.Ordinal);
        var config = await File.ReadAllTextAsync(Path.Combine(guest.Upper, "srv/ci/runner/dotfiles/config.json"));
        Assert.Contains("\"mine\"", config, StringComparison.Ordinal);
        Assert.Contains("\"auths\"", config, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(guest.Upper, "srv/ci/runner/.docker/config.json")), "The link was replaced.");
    }

    [Fact]
    public async Task A_network_that_is_never_online_holds_neither_login_nor_runner()
    {
        using var guest = new Guest();
        guest.AddAws();
        guest.Install("-User runner -TimeoutSec 20");
        guest.AddRunner(Runners[0]);
        guest.AddCloudFinal(afterMultiUser: true, "echo user data");
        guest.AddService("never-online", """
            [Unit]
            DefaultDependencies=no
            Before=network-online.target
            [Service]
            Type=oneshot
            ExecStart=/bin/sh -c 'sleep 10; exit 1'
            """, "network-online.target");
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.InRange(boot.Started(Runners[0] + ".service"), boot.Started(Login), boot.Failed("never-online.service") - 5);
        Assert.Equal(["runner 600", "1"], boot.Messages(Runners[0] + ".service"));
    }
}
