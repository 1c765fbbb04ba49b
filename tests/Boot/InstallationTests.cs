using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>What installing leaves in an image, and what uninstalling does not.</summary>
public sealed class InstallationTests
{
    private const string List = "cd \"$1\"; find . -printf '%p %y %m %U %G %l ' \\( -type f -exec sha256sum {} \\; -o -printf '\\n' \\) | sort";

    [Theory]
    [InlineData("-Method Systemd -RefreshIntervalSec 14400", null, 0)]
    [InlineData("-Method Systemd -Runtime Native -RunnerUnit my-*.service", null, 0)]
    [InlineData("-Method RcLocal", null, 0)]
    [InlineData("-Method RcLocal", "#!/bin/sh -e\necho x\nexit 0\n", 0x1A4)]
    [InlineData("-Method RcLocal", "#!/bin/sh", 0x1ED)]
    [InlineData("-Method RcLocal", "echo no shebang", 0x1C0)]
    [InlineData("-Method RcLocal", "", 0x1A4)]
    public async Task Uninstalled_offline_the_image_is_as_it_was(string parameters, string? script, int mode)
    {
        using var guest = new Guest();
        if (script is not null)
        {
            var path = Path.Combine(guest.Root, "etc/rc.local");
            await File.WriteAllTextAsync(path, script);
            File.SetUnixFileMode(path, (UnixFileMode)mode);
        }

        var before = await Programs.ReadAsync("bash", "-c", List, "_", guest.Root);
        guest.Install("-User runner " + parameters);
        var installed = await Programs.ReadAsync("bash", "-c", List, "_", guest.Root);
        Assert.NotEqual(before.Output, installed.Output);
        guest.Install("-User runner " + parameters);
        Assert.Equal(installed.Output, (await Programs.ReadAsync("bash", "-c", List, "_", guest.Root)).Output);
        var result = guest.Run("Uninstall-EcrBootHook -Root $root");
        Assert.Empty(result.ErrorIds);
        Assert.Equal("NotInstalled", Assert.Single(result.Property("State"))!.ToString());
        Assert.Equal(before.Output, (await Programs.ReadAsync("bash", "-c", List, "_", guest.Root)).Output);
    }

    [Fact]
    public async Task Systemd_finds_nothing_to_say_of_the_units()
    {
        using var guest = new Guest();
        guest.Install("123456789012.dkr.ecr.eu-central-1.amazonaws.com -User runner -Method Systemd -RefreshIntervalSec 14400");

        // verify looks for the program where the unit says; the units alone are copied, so that it is found there or not at all.
        var units = Directory.GetFiles(Path.Combine(guest.Root, "etc/systemd/system"), "ecrboot*");
        Assert.Equal(3, units.Length);
        var folder = Directory.CreateDirectory(Path.Combine(guest.Root, "verify")).FullName;
        foreach (var unit in units)
            await File.WriteAllTextAsync(Path.Combine(folder, Path.GetFileName(unit)), (await File.ReadAllTextAsync(unit)).Replace("/usr/local/lib/ecrboot/bin/ecrboot", "/usr/bin/true", StringComparison.Ordinal));
        var verified = await Programs.ReadAsync("systemd-analyze", ["verify", "--recursive-errors=no", .. Directory.GetFiles(folder)]);
        Assert.Equal((0, ""), verified);
        var secure = await Programs.ReadAsync("systemd-analyze", "security", "--offline=yes", "--threshold=30", "--no-pager", Path.Combine(folder, "ecrboot.service"));
        Assert.True(secure.ExitCode == 0, secure.Output.Split('\n').LastOrDefault(static line => line.Length > 0));
    }

    [Fact]
    public void A_second_module_version_and_a_changed_file_are_drift()
    {
        using var guest = new Guest();
        guest.Install("-User runner");
        File.AppendAllText(Path.Combine(guest.Root, "etc/systemd/system/ecrboot.service"), "# edited\n");
        File.Delete(Path.Combine(guest.Root, "usr/local/lib/systemd/system-generators/ecrboot-generator"));
        var result = guest.Run("$hook = Get-EcrBootHook -Root $root; $hook; $hook.Drift");
        Assert.Equal("Drifted", result.Property("State")[0]!.ToString());
        Assert.Contains($"{guest.Root}/etc/systemd/system/ecrboot.service: changed", result.Output.Select(static item => item.ToString()));
        Assert.Contains($"{guest.Root}/usr/local/lib/systemd/system-generators/ecrboot-generator: missing", result.Output.Select(static item => item.ToString()));
        guest.Install("-User runner");
    }

    [Fact]
    public async Task Uninstalled_after_a_boot_only_logs_and_logins_remain()
    {
        const string names = "find . -path ./run -prune -o -path ./tmp -prune -o -path ./var/tmp -prune -o -printf '%p %y %m %U %G\\n' | sort";
        using var without = new Guest();
        without.AddAws();
        without.AddRunner("actions.runner.acme.host");
        (await without.BootAsync()).MustBeWhole();
        var expected = (await without.AfterwardsAsync(names)).Split('\n');

        using var with = new Guest();
        with.AddAws();
        with.AddRunner("actions.runner.acme.host");
        with.Install("-User runner -TimeoutSec 20 -RefreshIntervalSec 3600");
        (await with.BootAsync()).MustBeWhole();
        var script = Path.Combine(with.Root, "..", "uninstall.ps1");
        await File.WriteAllTextAsync(script, $"Import-Module '{EcrBoot.Shell.HostedShell.Manifest}'; Uninstall-EcrBootHook -Root $PWD.Path");
        var shell = typeof(EcrBoot.Shell.HostedShell).Assembly.Location;
        var lines = (await with.AfterwardsAsync($"dotnet '{shell}' '{script}' 2>&1; echo =====; {names}")).Split("=====\n");
        Assert.Contains("var/log/onboot stays.", lines[0], StringComparison.Ordinal);
        Assert.Contains("etc/ecrboot/environment stays.", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["./home/runner/.docker d 700 4321 4321", "./home/runner/.docker/config.json f 600 4321 4321", "./var/log/onboot f 644 0 0"],
            lines[1].Split('\n').Except(expected, StringComparer.Ordinal));
        Assert.Empty(expected.Except(lines[1].Split('\n'), StringComparer.Ordinal));
    }
}
