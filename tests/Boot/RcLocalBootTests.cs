using System;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>Real boots on which only rc.local logs in.</summary>
public sealed class RcLocalBootTests
{
    private const string Unit = "rc-local.service";
    private const string Runner = "actions.runner.acme.host";

    [Theory]
    [InlineData(null)]
    [InlineData("#!/bin/sh -e\necho first\nexit 0\n")]
    [InlineData("#!/bin/bash\necho first\n")]
    public async Task Runners_wait_for_the_login_in_rc_local(string? script)
    {
        using var guest = new Guest();
        guest.AddAws("--imds-late 3");
        if (script is not null)
            guest.Write("etc/rc.local", script);
        guest.Install("-User runner -TimeoutSec 20 -Method RcLocal");
        guest.AddRunner(Runner);
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.Equal("running", boot.State);
        Assert.Contains("\"verdict\":\"Succeeded\"", boot.Verdict, StringComparison.Ordinal);
        Assert.True(boot.Started(Runner + ".service") >= boot.Started(Unit));
        Assert.Equal(["runner 600", "1"], boot.Messages(Runner + ".service"));
        if (script is not null)
            Assert.Contains("first", boot.Messages(Unit));
    }

    [Fact]
    public async Task A_script_under_sh_e_goes_on_where_the_login_fails()
    {
        using var guest = new Guest();
        guest.AddAws("--fault access-denied");
        guest.Write("etc/rc.local", "#!/bin/sh -e\necho the rest\nexit 0\n");
        guest.Install("-User runner -TimeoutSec 3 -Method RcLocal");
        guest.AddRunner(Runner);
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.Contains("the rest", boot.Messages(Unit));
        Assert.Contains("\"verdict\":\"Failed\"", boot.Verdict, StringComparison.Ordinal);
        Assert.True(boot.Started(Runner + ".service") >= boot.Started(Unit));
    }

    [Fact]
    public async Task A_script_that_starts_a_runner_does_not_wait_for_itself()
    {
        using var guest = new Guest();
        guest.AddAws();
        guest.Write("etc/rc.local", $"#!/bin/sh -e\nsystemctl start {Runner}.service\necho started it\n");
        var result = guest.Run("Install-EcrBootHook -Root $root -User runner -TimeoutSec 5 -Method RcLocal");
        Assert.Contains("itself starts a runner", Assert.Single(result.Warnings), StringComparison.Ordinal);
        guest.Write($"etc/systemd/system/{Runner}.service", "[Service]\nUser=runner\nExecStart=/bin/sh -c 'stat -c \"%%U %%a\" $$HOME/.docker/config.json; exec sleep 300'");
        var boot = await guest.BootAsync(seconds: 30);
        boot.MustBeWhole();
        Assert.Contains("started it", boot.Messages(Unit));
        Assert.Equal(["runner 600"], boot.Messages(Runner + ".service"));
    }

    [Fact]
    public async Task A_login_frozen_there_holds_runners_for_its_timeout_and_twenty_seconds_at_most()
    {
        using var guest = new Guest();
        guest.AddAws("--fault no-answer");
        guest.Install("-User runner -TimeoutSec 3 -Method RcLocal");
        guest.FreezeLogin();
        guest.AddRunner(Runner);
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.Contains("frozen", boot.Messages("freeze.service"));
        Assert.InRange(boot.Started(Runner + ".service") - boot.Starting(Unit), 10, 3 + 20);
    }
}
