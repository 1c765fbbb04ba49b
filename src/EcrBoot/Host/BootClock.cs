using System;

namespace EcrBoot.Host;

/// <summary>The time since the system started, suspension included, and the unit in which <c>/proc</c> counts it.</summary>
internal static unsafe class BootClock
{
    private const int BootTime = 7, ClockTicks = 2; // CLOCK_BOOTTIME; _SC_CLK_TCK in glibc and musl

    /// <summary>How long the kernel has run; null where that cannot be asked.</summary>
    public static TimeSpan? SinceStart()
    {
        if (HostEnvironment.IsWindows)
            return TimeSpan.FromMilliseconds(Kernel32.GetTickCount64());
        if (!HostEnvironment.IsLinux)
            return null;
        var time = stackalloc long[2];
        var number = LibC.IsArm64 ? 113 : 228; // clock_gettime
        return LibC.syscall(number, BootTime, (nint)time, 0, 0, 0) == 0 ? TimeSpan.FromTicks((time[0] * TimeSpan.TicksPerSecond) + (time[1] / 100)) : null;
    }

    /// <summary>How many ticks of <c>/proc/PID/stat</c> are a second; null where that cannot be asked.</summary>
    public static long? TicksPerSecond() => HostEnvironment.IsLinux && LibC.sysconf(ClockTicks) is > 0 and var ticks ? ticks : null;
}
