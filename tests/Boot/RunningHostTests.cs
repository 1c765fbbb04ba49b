using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>Installing and uninstalling on a host that runs, with the cmdlets inside it.</summary>
public sealed class RunningHostTests
{
    private const string Runner = "actions.runner.acme.host";
    private const string DropIn = $"/run/systemd/generator/{Runner}.service.d/ecrboot.conf";

    // Every file with its content; what differs between any two machines, the scripts of these tests, and this host's own folders below /usr are left out.
    private const string Files = """
        find . \( -path ./run -o -path ./tmp -o -path ./var/tmp -o -path './root/[0-9]*.ps1' -o -path ./etc/machine-id \) -prune -o -path './usr/*' -type d -exec test -d /{} \; -o -printf '%p %y %m %U %G %l ' \( -path './var/*' -o -path './home/*' -o -path './root/*' -o -type f -exec sha256sum {} \; -printf ' ' -o -true \) -printf '\n' | sort
        """;

    // What systemd knows of us, one fact a line.
    private const string Facts = $"""
        (
        echo "login $(systemctl is-active ecrboot.service) $(systemctl show ecrboot.service -p LoadState --value)"
        echo "timer $(systemctl is-active ecrboot-refresh.timer) $(systemctl list-timers --no-legend | grep -c ecrboot)"
        if [ -e {DropIn} ]; then echo "runner waits $(systemctl show {Runner}.service -p After --value | grep -c 'ecrboot.service')"; else echo "runner free $(systemctl show {Runner}.service -p After --value | grep -c 'ecrboot.service')"; fi
        echo "verdict $(ls /run/ecrboot 2>/dev/null | grep -c verdict)"
        )
        """;

    [Fact]
    public async Task Installed_booted_and_uninstalled_only_logs_logins_and_settings_remain()
    {
        using var without = Machine();
        var idle = without.InShell("'nothing'") + " >/results/cmdlet";
        (await without.BootAsync(before: idle)).MustBeWhole();
        (await without.BootAsync(before: idle)).MustBeWhole();
        var expected = (await without.AfterwardsAsync(Files)).Split('\n');

        using var with = Machine();
        var install = with.InShell("Install-EcrBootHook -User runner -TimeoutSec 20 -RefreshIntervalSec 3600");
        var first = await with.BootAsync(before: $"{Facts} >/results/before\n{install} >/results/cmdlet\n{Facts} >/results/after");
        first.MustBeWhole();
        Assert.Equal("login inactive not-found\ntimer inactive 0\nrunner free 0\nverdict 0\n", first.Read("before"));
        Assert.Contains("Installed", first.Read("cmdlet"), StringComparison.Ordinal);

        // Installed and known to systemd, and neither the login nor the timer was started.
        Assert.Equal("login inactive loaded\ntimer inactive 0\nrunner waits 1\nverdict 0\n", first.Read("after"));
        Assert.True(double.IsNaN(first.Starting("ecrboot.service")));

        var uninstall = with.InShell("Uninstall-EcrBootHook");
        var second = await with.BootAsync(before: $"{Facts} >/results/before\n{uninstall} >/results/cmdlet\n{Facts} >/results/after");
        second.MustBeWhole();
        Assert.Equal("login inactive loaded\ntimer active 1\nrunner waits 1\nverdict 1\n", second.Read("before"));
        Assert.Equal(["runner 600", "1"], second.Messages(Runner + ".service"));
        Assert.Equal("login inactive not-found\ntimer inactive 0\nrunner free 0\nverdict 0\n", second.Read("after"));
        foreach (var said in new[] { "/var/log/onboot stays.", "/etc/ecrboot/environment stays.", "The users' logins stay.", "NotInstalled" })
            Assert.Contains(said, second.Read("cmdlet"), StringComparison.Ordinal);

        var actual = (await with.AfterwardsAsync(Files)).Split('\n');
        Assert.Equal(
            ["./home/runner/.docker", "./home/runner/.docker/config.json", "./var/log/onboot"],
            actual.Except(expected, StringComparer.Ordinal).Select(static line => line.Split(' ')[0]));
        Assert.Empty(expected.Except(actual, StringComparer.Ordinal));
    }

    private static Guest Machine()
    {
        var guest = new Guest();
        guest.AddAws();
        guest.AddRunner(Runner);
        return guest;
    }
}
