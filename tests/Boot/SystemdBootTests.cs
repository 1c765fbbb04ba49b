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
}
