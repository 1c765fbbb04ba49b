using System;
using System.Collections.Generic;
using EcrBoot.Boot;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

/// <summary>Which boot of Windows it is.</summary>
public sealed class SystemStartTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 25, 15, 12, 3, TimeSpan.Zero);

    [Fact]
    public void The_boot_is_named_by_its_start_and_keeps_the_name_when_the_clock_is_set()
    {
        var start = s_start.ToFileTime() + 1234567;
        Assert.Equal("2026-11-25T15:12:03.1234567Z", SystemStart.Identity(start, moved: 0));
        var hour = TimeSpan.FromHours(1).Ticks;
        Assert.Equal("2026-11-25T15:12:03.1234567Z", SystemStart.Identity(start + hour, moved: hour));
        Assert.NotEqual(SystemStart.Identity(start, moved: 0), SystemStart.Identity(start + 1, moved: 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void What_is_no_time_names_no_boot(long start) => Assert.Null(SystemStart.Identity(start, moved: 0));

    [Fact]
    public void Only_what_names_this_boot_is_of_it_however_young()
    {
        var host = new HostEnvironment(new Dictionary<string, string>(), static () => s_start.AddMinutes(5));
        var boot = BootIdentity.Of(host, "2026-11-25T15:12:03.1234567Z", TimeSpan.FromMinutes(5));
        Assert.Equal(s_start, boot.Started);
        Assert.True(boot.IsThis("2026-11-25T15:12:03.1234567Z"));
        Assert.False(boot.IsThis("2026-11-25T15:12:03.1234568Z") || boot.IsThis("unknown") || boot.IsThis(null));
        Assert.False(BootIdentity.Of(host, id: null, elapsed: null).IsThis(null));
    }
}
