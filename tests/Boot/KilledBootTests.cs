using System;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>The power goes while the hook works.</summary>
public sealed class KilledBootTests
{
    /// <summary>Moments after the login's process was first seen, in milliseconds.</summary>
    public static TheoryData<int> Moments => new(0, 10, 20, 40, 60, 80, 120, 200);

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task The_next_boot_logs_in_and_no_configuration_is_half_written(int moment)
    {
        using var guest = new Guest();
        guest.AddAws();
        guest.Write("home/runner/.docker/config.json", "{ \"mine\": 1 }");
        Assert.Equal(0, await Programs.RunAsync("chown", ["-R", "4321:4321", Path.Combine(guest.Root, "home/runner")]));
        guest.Install("-User runner -TimeoutSec 20");
        guest.AddService("power-cut", """
            [Unit]
            DefaultDependencies=no
            [Service]
            ExecStart=/bin/sh -c 'until pgrep -f "^/usr/local/lib/ecrboot/bin/ecrboot login" >/dev/null; do :; done; echo cut >/results/cut'
            """, "sysinit.target");
        var cut = await guest.BootAsync(seconds: 20, cut: (moment / 1000.0).ToString("0.000", CultureInfo.InvariantCulture));
        Assert.True(cut.Has("cut"));
        Assert.NotEqual(7, cut.ExitCode);
        Check(guest);
        guest.Write("etc/systemd/system/power-cut.service", "[Service]\nExecStart=/bin/true");
        var next = await guest.BootAsync();
        next.MustBeWhole();
        Assert.Contains("\"verdict\":\"Succeeded\"", next.Verdict, StringComparison.Ordinal);
        Assert.Contains("auths", Check(guest), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(guest.Upper, "home/runner/.docker"), ".config.json.ecrboot-*"));
    }

    private static string Check(Guest guest)
    {
        var path = Path.Combine(guest.Upper, "home/runner/.docker/config.json");
        if (!File.Exists(path))
            return "";
        var text = File.ReadAllText(path);
        Assert.Equal(1, JsonElement.Parse(text).GetProperty("mine").GetInt32());
        return text;
    }
}
