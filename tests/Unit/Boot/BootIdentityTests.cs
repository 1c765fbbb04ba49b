using System;
using System.Collections.Generic;
using System.Globalization;
using EcrBoot.Boot;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Boot;

/// <summary>Which boot this is, and since when.</summary>
public sealed class BootIdentityTests
{
    private const string Id = "6f0c1f5e-1111-4222-8333-444455556666";
    private static readonly DateTimeOffset s_now = DateTimeOffset.Parse("2026-11-22T12:00:00Z", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("systemd")]
    [InlineData("a ) (b) 7")]
    public void Process_1_started_when_its_ticks_say_whatever_its_name(string name)
    {
        using var proc = Proc(name, ticks: 250);
        var boot = BootIdentity.Read(At(s_now), proc, TimeSpan.FromHours(1), ticksPerSecond: 100);
        Assert.Equal(Id, boot.Id);
        Assert.Equal(s_now.AddHours(-1).AddSeconds(2.5), boot.Started);
    }

    [Fact]
    public void After_a_jump_of_the_clock_the_start_is_another_time()
    {
        using var proc = Proc("init", ticks: 0);
        var jumped = s_now.AddDays(1);
        var boot = BootIdentity.Read(At(jumped), proc, TimeSpan.FromHours(1), ticksPerSecond: 100);
        Assert.False(boot.Contains(s_now, jumped));
        Assert.True(boot.Contains(jumped.AddMinutes(-59), jumped));
        Assert.False(boot.Contains(jumped.AddSeconds(1), jumped));
    }

    [Fact]
    public void What_cannot_be_read_is_not_known_and_no_boot_is_this_one()
    {
        using var empty = new TestFolder();
        var boot = BootIdentity.Read(At(s_now), empty, TimeSpan.FromHours(1), ticksPerSecond: 100);
        Assert.Null(boot.Id);
        Assert.Null(boot.Started);
        Assert.False(boot.IsThis(Id) || boot.IsThis(null) || boot.Contains(s_now, s_now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 (init) S 0")]
    [InlineData("no name at all")]
    public void A_broken_stat_is_not_known(string stat)
    {
        using var proc = new TestFolder();
        proc.Write("1/stat", stat);
        proc.Write("sys/kernel/random/boot_id", "not a boot id\n");
        var boot = BootIdentity.Read(At(s_now), proc, TimeSpan.FromHours(1), ticksPerSecond: 100);
        Assert.Null(boot.Id);
        Assert.Null(boot.Started);
    }

    [Fact]
    public void This_host_is_in_a_boot_that_has_begun()
    {
        TestUser.NeedsLinux();
        var host = new HostEnvironment();
        var boot = BootIdentity.Read(host);
        Assert.True(boot.IsThis(boot.Id));
        Assert.True(boot.Contains(host.UtcNow, host.UtcNow.AddSeconds(1)));
    }

    private static HostEnvironment At(DateTimeOffset now) => new(new Dictionary<string, string>(), () => now);

    private static TestFolder Proc(string name, long ticks)
    {
        var proc = new TestFolder();
        proc.Write("sys/kernel/random/boot_id", Id + "\n");
        proc.Write("1/stat", $"1 ({name}) S 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 {ticks} 170000 900\n");
        return proc;
    }
}
