using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>The renewal of a login between boots.</summary>
public sealed class RefreshBootTests
{
    private const string Refresh = "ecrboot-refresh.service";
    private const string Timer = "ecrboot-refresh.timer";
    private const string Runner = "actions.runner.acme.host.service";

    // One renewal at will while a runner is restarted, then two by the timer made to fire, then one with AWS away.
    private const string Script = $$"""
        keep() { cp /run/ecrboot/verdict.json /results/verdict$1; cp /home/runner/.docker/config.json /results/config$1; cp /var/log/onboot /results/log$1; /usr/local/lib/ecrboot/bin/ecrboot test >/results/test$1; ls /var/log >/results/logs$1; }
        until_true() { for i in $(seq 200); do if eval "$1"; then return; fi; sleep 0.1; done; echo "never: $1" >>/results/never; }
        run() { systemctl show {{Refresh}} -p InvocationID --value; }
        export HOME=/root
        keep 0
        systemctl is-active {{Timer}} >/results/timer
        systemctl list-timers --no-legend >/results/timers
        date -u -d "$(systemctl show {{Timer}} -p NextElapseUSecRealtime --value)" +%s >/results/next
        systemd-analyze calendar --iterations=3 "$(sed -n s/OnCalendar=//p /etc/systemd/system/{{Timer}})" | sed -n 's/.*\(Next elapse\|Iter. #[23]\): //p' | while read -r time; do date -u -d "$time" +%s; done >/results/calendar
        systemctl start --no-block {{Refresh}}
        until_true '[ "$(systemctl is-active {{Refresh}})" = activating ]'
        systemctl restart {{Runner}}
        systemctl is-active {{Refresh}} >/results/meanwhile
        until_true '[ "$(systemctl is-active {{Refresh}})" = inactive ]'
        keep 1
        mkdir -p /run/systemd/system/{{Timer}}.d
        printf '[Timer]\nOnCalendar=\nOnCalendar=*:*:*\nRandomizedDelaySec=0\nAccuracySec=100ms\n' >/run/systemd/system/{{Timer}}.d/often.conf
        systemctl daemon-reload; before=$(run); systemctl restart {{Timer}}
        until_true '[ "$(run)" != "$before" ]'; before=$(run)
        until_true '[ "$(run)" != "$before" ]'
        systemctl stop {{Timer}}
        until_true '[ "$(systemctl is-active {{Refresh}})" = inactive ]'
        keep 2
        systemctl stop aws.service
        systemctl start {{Refresh}} 2>/dev/null; echo $? >/results/failed
        keep 3
        """;

    [Fact]
    public async Task Renewals_keep_the_verdict_and_hold_no_runner_and_without_AWS_the_login_stays()
    {
        using var guest = new Guest();
        guest.AddAws("--fault ecr-token/slow=2");
        guest.Install("-User runner -TimeoutSec 6 -RefreshIntervalSec 14400");
        guest.AddRunner("actions.runner.acme.host");
        var boot = await guest.BootAsync(seconds: 90, before: Script);
        boot.MustBeWhole();
        Assert.Equal("", boot.Read("never"));

        // The timer is there and fires every four hours, late by a twelfth at most.
        Assert.Equal("active", boot.Read("timer").Trim());
        Assert.Contains(Timer, boot.Read("timers"), StringComparison.Ordinal);
        var calendar = Numbers(boot.Read("calendar"));
        Assert.Equal([14400, 14400], [calendar[1] - calendar[0], calendar[2] - calendar[1]]);
        Assert.InRange(Numbers(boot.Read("next"))[0], calendar[0], calendar[0] + 1200);

        // A runner that restarted while the login was renewed did not wait for that.
        Assert.Equal("activating", boot.Read("meanwhile").Trim());
        Assert.Equal(2, boot.Messages(Runner).Count(static line => line == "runner 600"));

        // Each renewal brought another token, and lines at the log's end.
        for (var renewal = 1; renewal <= 2; renewal++)
        {
            Assert.NotEqual(boot.Read($"config{renewal - 1}"), boot.Read($"config{renewal}"));
            Assert.StartsWith(boot.Read($"log{renewal - 1}"), boot.Read($"log{renewal}"), StringComparison.Ordinal);
            Assert.Contains("Login Succeeded for runner", boot.Read($"log{renewal}")[boot.Read($"log{renewal - 1}").Length..], StringComparison.Ordinal);
            Assert.Equal(Verdict(boot, 0), Verdict(boot, renewal));
        }

        // The renewal that failed took nothing away, and said so.
        Assert.Equal("1", boot.Read("failed").Trim());
        Assert.Equal(boot.Read("config2"), boot.Read("config3"));
        Assert.Equal(boot.Read("verdict2"), boot.Read("verdict3"));
        Assert.StartsWith(boot.Read("log2"), boot.Read("log3"), StringComparison.Ordinal);
        Assert.Contains("Kept: the login of runner", boot.Read("log3")[boot.Read("log2").Length..], StringComparison.Ordinal);
        for (var moment = 0; moment <= 3; moment++)
        {
            Assert.StartsWith("Succeeded", boot.Read($"test{moment}"), StringComparison.Ordinal);
            Assert.DoesNotContain("onboot.1", boot.Read($"logs{moment}"), StringComparison.Ordinal);
        }
    }

    private static (string? Verdict, string? Begun, string? BootId) Verdict(BootResult boot, int moment)
    {
        var json = JsonElement.Parse(boot.Read($"verdict{moment}"));
        return (json.GetProperty("verdict").GetString(), json.GetProperty("begun").GetString(), json.GetProperty("bootId").GetString());
    }

    private static long[] Numbers(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => long.Parse(line, CultureInfo.InvariantCulture))];
}
