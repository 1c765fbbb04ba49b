using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Boot;

/// <summary>The time a boot's login takes and the waits in it, apart from the clock on the wall, which a boot may still set.</summary>
internal class BootPace
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Random _random = new();

    /// <summary>The time since the login began.</summary>
    public virtual TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Waits.</summary>
    public virtual Task DelayAsync(TimeSpan delay, CancellationToken cancellation) => Task.Delay(delay, cancellation);

    /// <summary>A time between nothing and the most, at random: full jitter.</summary>
    public virtual TimeSpan UpTo(TimeSpan most) => TimeSpan.FromMilliseconds(most.TotalMilliseconds * Share());

    private double Share()
    {
#pragma warning disable CA5394 // It spreads calls; nothing secret hangs on it.
        return _random.NextDouble();
#pragma warning restore CA5394
    }
}
