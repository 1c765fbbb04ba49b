using System;
using System.Threading;

namespace EcrBoot.Sandbox;

/// <summary>One thing that goes wrong, where, and how often.</summary>
public sealed class Fault
{
    private int _used;

    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Where; the APIs of AWS unless told or unless its kind says otherwise.</summary>
    public FaultTarget Target { get; init; }

    /// <summary>Only requests for this region.</summary>
    public string? Region { get; init; }

    /// <summary>Only requests to this host (without port).</summary>
    public string? Host { get; init; }

    /// <summary>Only requests whose path starts so.</summary>
    public string? Path { get; init; }

    /// <summary>How many requests it strikes; null for all.</summary>
    public int? Times { get; init; }

    /// <summary>How long it lasts from the moment it is switched on; null for ever.</summary>
    public TimeSpan? Lasts { get; init; }

    /// <summary>How long <see cref="FaultKind.Slow"/> waits.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The status of <see cref="FaultKind.ServerError"/>.</summary>
    public int Status { get; init; } = 500;

    /// <summary>AWS's sentence, where it is to be another one than usual.</summary>
    public string? Message { get; init; }

    /// <summary>Where <see cref="FaultKind.Redirect"/> points; the sandbox's own http endpoint unless told.</summary>
    public Uri? Location { get; init; }

    /// <summary>How often it struck.</summary>
    public int Used => Volatile.Read(ref _used);

    internal DateTime? Ends { get; set; }

    internal bool IsOver => (Times is { } times && Used >= times) || (Ends is { } ends && DateTime.UtcNow >= ends);

    internal bool IsCertificate => Kind is FaultKind.UntrustedCertificate or FaultKind.ExpiredCertificate or FaultKind.WrongNameCertificate;

    internal bool IsImdsPort => Kind is FaultKind.ImdsLate or FaultKind.ImdsAbsent;

    internal void Use() => Interlocked.Increment(ref _used);
}
