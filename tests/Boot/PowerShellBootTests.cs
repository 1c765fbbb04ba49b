using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>Boots whose login is run by PowerShell, as where there is no native program: by the hosted engine, and by the real pwsh where this host has one.</summary>
public sealed class PowerShellBootTests
{
    private const string Login = "ecrboot.service";
    private const string Runner = "actions.runner.acme.host";

    /// <summary>The folders of pwsh; null for the hosted engine.</summary>
    public static TheoryData<string?> Engines
    {
        get
        {
            var real = new[] { "/usr/bin/pwsh", "/usr/local/bin/pwsh", "/opt/microsoft/powershell/7/pwsh" }.FirstOrDefault(File.Exists);
            var folder = real is null ? null : Path.GetDirectoryName(File.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real);
            return folder is null ? new TheoryData<string?>((string?)null) : new TheoryData<string?>(null, folder);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_runner_starts_after_its_login_and_finds_it(string? pwsh)
    {
        using var guest = Machine(pwsh, "", "-TimeoutSec 30");
        var boot = await guest.BootAsync();
        boot.MustBeWhole();
        Assert.Equal("running", boot.State);
        Assert.Contains("\"verdict\":\"Succeeded\"", boot.Verdict, StringComparison.Ordinal);
        Assert.True(boot.Started(Runner + ".service") >= boot.Started(Login));
        Assert.Equal(["runner 600", "1"], boot.Messages(Runner + ".service"));
        Assert.Contains("Login Succeeded for runner", await File.ReadAllTextAsync(Path.Combine(guest.Upper, "var/log/onboot")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Frozen_it_holds_runners_for_its_timeout_and_twenty_seconds_at_most(string? pwsh)
    {
        using var guest = Machine(pwsh, "--fault no-answer", "-TimeoutSec 4");
        guest.FreezeLogin("ecrboot[.]ps1 login", "[ -e /run/ecrboot/begun.json ]");
        var boot = await guest.BootAsync(before: Verdict(guest));
        boot.MustBeWhole();
        Assert.Contains("frozen", boot.Messages("freeze.service"));
        Assert.InRange(boot.Started(Runner + ".service") - boot.Starting(Login), 10, 4 + 20);
        MustBeKilled(boot);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Ended_by_systemd_it_has_failed(string? pwsh)
    {
        using var guest = Machine(pwsh, "--fault no-answer", "-TimeoutSec 60");
        guest.Write($"etc/systemd/system/{Login}.d/short.conf", "[Service]\nTimeoutStartSec=8");
        var boot = await guest.BootAsync(before: Verdict(guest));
        boot.MustBeWhole();
        Assert.InRange(boot.Failed(Login) - boot.Starting(Login), 7, 8 + 6);
        Assert.True(boot.Started(Runner + ".service") >= boot.Failed(Login));
        MustBeKilled(boot);
    }

    private static string Verdict(Guest guest) => guest.InShell("$log = Get-EcrBootLog; $log.Verdict.ToString(); $log.Reason") + " >/results/shown";

    // It had begun, nobody holds the lock, and there is no verdict.
    private static void MustBeKilled(BootResult boot)
    {
        Assert.True(boot.Has("ecrboot/begun.json"));
        Assert.Equal("", boot.Verdict);
        Assert.Equal("Failed\nLoginKilled\n", boot.Read("shown"));
    }

    private static Guest Machine(string? pwsh, string aws, string parameters)
    {
        var guest = new Guest();
        guest.AddAws(aws);
        guest.AddPwsh(pwsh);
        guest.AddRunner(Runner);
        guest.Install("-User runner -Runtime PowerShell " + parameters);
        return guest;
    }
}
