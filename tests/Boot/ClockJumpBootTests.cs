using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>An old success in the image, and clocks that jump a day between writing and reading: Debian's libfaketime lies to single programs.</summary>
public sealed class ClockJumpBootTests
{
    private const string Login = "ecrboot.service";
    private const string Program = "/usr/local/lib/ecrboot/bin/ecrboot";
    private const string OldRecipe = "WARNING! Your credentials are stored unencrypted in '/root/.docker/config.json'.\n\nLogin Succeeded\n";
    private static readonly string[] s_jumps = ["+0", "+1d", "-1d"];

    /// <summary>Under these settings the wall clock alone jumps: not the time since the boot, not the times of files.</summary>
    private static string Preload => $"LD_PRELOAD={Library} FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1 FAKETIME=";

    private static string? Library => Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(static folder => folder + "/faketime/libfaketimeMT.so.1").FirstOrDefault(File.Exists);

    [Fact]
    public async Task A_success_baked_into_the_image_is_stale_until_the_hook_has_run_whatever_the_clock_says()
    {
        using var guest = Machine();
        guest.Install("-User runner -TimeoutSec 20");
        guest.Write("var/log/onboot", OldRecipe);
        File.SetLastWriteTimeUtc(Path.Combine(guest.Root, "var/log/onboot"), DateTime.UtcNow.AddMinutes(-10));
        guest.Write("root/.docker/config.json", Config(DateTimeOffset.UtcNow.AddMinutes(-10)));
        guest.Write("fresh/config.json", Config(DateTimeOffset.UtcNow.AddMinutes(1)));
        guest.Write("early", $"""
            #!/bin/sh
            export HOME=/root
            {Reads("early")}
            {guest.InShell("$log = Get-EcrBootLog; $log.Verdict.ToString(); $log.Reason")} >/results/early-shell
            # The same text written now, and a token of now: what this judge calls a success.
            sleep 1; cp /var/log/onboot /var/log/fresh; cat /fresh/config.json >/root/.docker/config.json
            {Program} test --json --log /var/log/fresh >/results/fresh
            exit 0
            """);
        guest.AddService("early", "[Unit]\nBefore=ecrboot.service\n[Service]\nType=oneshot\nExecStart=/early\n");
        var begun = DateTimeOffset.UtcNow;
        var boot = await guest.BootAsync(before: "export HOME=/root\n" + Reads("late") + "\n" + guest.InShell("(Get-EcrBootLog).Verdict.ToString()") + " >/results/late-shell");
        boot.MustBeWhole();
        Assert.True(boot.Started("early.service") <= boot.Starting(Login));
        foreach (var jump in s_jumps)
        {
            var early = JsonElement.Parse(boot.Read("early" + jump));
            Assert.Equal("Stale", early.GetProperty("verdict").GetString());
            Assert.Equal("Login Succeeded", early.GetProperty("line").GetString());

            // The program's clock has jumped, and the time since the boot has not: it says when the boot began.
            var problem = early.GetProperty("problem").GetString()!;
            var said = DateTimeOffset.Parse(problem[(problem.LastIndexOf(' ') + 1)..].TrimEnd('.'), CultureInfo.InvariantCulture);
            Assert.InRange(said - Days(jump), begun.AddSeconds(-2), begun.AddSeconds(10));
            Assert.Equal("Succeeded", JsonElement.Parse(boot.Read("late" + jump)).GetProperty("verdict").GetString());
        }

        Assert.Equal("Stale\nLogStale\n", boot.Read("early-shell"));
        Assert.Equal("Succeeded\n", boot.Read("late-shell"));
        Assert.Equal("Succeeded", JsonElement.Parse(boot.Read("fresh")).GetProperty("verdict").GetString());
        Assert.Equal(OldRecipe, await File.ReadAllTextAsync(Path.Combine(guest.Upper, "var/log/onboot.1")));
    }

    [Theory]
    [InlineData("+1d")]
    [InlineData("-1d")]
    public async Task A_login_whose_clock_is_set_right_after_it_is_judged_as_before(string jump)
    {
        using var guest = Machine($"--skew {Days(jump).TotalSeconds}");
        guest.Install("-User runner -TimeoutSec 20");
        guest.Write($"etc/systemd/system/{Login}.d/clock.conf", $"[Service]\nEnvironment={Preload}{jump}");
        guest.Write("var/log/onboot", OldRecipe);
        guest.AddRunner("actions.runner.acme.host");
        var begun = DateTimeOffset.UtcNow;
        var boot = await guest.BootAsync(before: "export HOME=/root\n" + Reads("late"));
        boot.MustBeWhole();

        // The login's clock was a day off.
        var log = await File.ReadAllTextAsync(Path.Combine(guest.Upper, "var/log/onboot"));
        Assert.InRange(DateTimeOffset.Parse(log[..log.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture) - Days(jump), begun.AddSeconds(-1), begun.AddSeconds(20));
        Assert.All(s_jumps, read => Assert.Equal("Succeeded", JsonElement.Parse(boot.Read("late" + read)).GetProperty("verdict").GetString()));
        Assert.Equal(["runner 600", "1"], boot.Messages("actions.runner.acme.host.service"));
    }

    private static string Reads(string name) => string.Join('\n', s_jumps.Select(jump => $"{Preload}{jump} {Program} test --json >/results/{name}{jump}"));

    private static TimeSpan Days(string jump) => TimeSpan.FromDays(int.Parse(jump.TrimEnd('d'), CultureInfo.InvariantCulture));

    /// <summary>A configuration with a password of Amazon ECR that was made at a given time.</summary>
    private static string Config(DateTimeOffset made)
    {
        var password = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"payload\":\"x\",\"expiration\":{made.AddHours(12).ToUnixTimeSeconds()}}}"));
        return $"{{\"auths\":{{\"123456789012.dkr.ecr.eu-central-1.amazonaws.com\":{{\"auth\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:" + password))}\"}}}}}}";
    }

    private static Guest Machine(string switches = "")
    {
        var guest = new Guest();
        if (Library is null)
        {
            const string missing = "Clocks jump with libfaketime (Debian: apt-get install faketime).";
            guest.Dispose();
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail(missing);
            Assert.Skip(missing);
        }

        guest.AddAws(switches);
        return guest;
    }
}
