using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Boot;

namespace EcrBoot.Unit.Boot;

/// <summary>Waits that take no time but count: a minute of trying in a moment.</summary>
internal sealed class VirtualPace(Action<TimeSpan>? onDelay = null) : BootPace
{
    private TimeSpan _skipped;

    public List<TimeSpan> Delays { get; } = [];

    public override TimeSpan Elapsed => base.Elapsed + _skipped;

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Delays.Add(delay);
        _skipped += delay;
        onDelay?.Invoke(Elapsed);
        return Task.CompletedTask;
    }

    /// <summary>The most, so that a test knows.</summary>
    public override TimeSpan UpTo(TimeSpan most) => most;
}
