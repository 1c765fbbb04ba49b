using System;
using System.Threading;

namespace EcrBoot.Sandbox;

/// <summary>The time AWS believes it is: every Date header, signature check and expiry goes by it.</summary>
public sealed class SandboxClock
{
    private long _skewTicks;

    /// <summary>By how much this clock is ahead of the host's; negative when behind.</summary>
    public TimeSpan Skew
    {
        get => new(Interlocked.Read(ref _skewTicks));
        set => Interlocked.Exchange(ref _skewTicks, value.Ticks);
    }

    /// <summary>The sandbox's time.</summary>
    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow + Skew;
}
