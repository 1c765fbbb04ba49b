using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace EcrBoot.Sandbox;

/// <summary>The faults that are switched on. The first that fits a request strikes it.</summary>
public sealed class FaultSwitches
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _faults = [];

    internal event EventHandler? Changed;

    /// <summary>The faults that are on and not over.</summary>
    public IReadOnlyList<Fault> Active
    {
        get
        {
            lock (_lock)
                return [.. _faults.Where(f => !f.IsOver)];
        }
    }

    /// <summary>Switches a fault on and gives it back, so that it can be counted and removed.</summary>
    public Fault Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_lock)
        {
            fault.Ends = DateTime.UtcNow + fault.Lasts;
            _faults.Add(fault);
        }

        Changed?.Invoke(this, EventArgs.Empty);
        return fault;
    }

    /// <summary>Switches a fault on by its kind.</summary>
    public Fault Add(FaultKind kind, FaultTarget target = FaultTarget.Default, int? times = null) =>
        Add(new Fault { Kind = kind, Target = target, Times = times });

    /// <summary>Switches one fault off.</summary>
    public void Remove(Fault fault)
    {
        lock (_lock)
            _faults.Remove(fault);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Switches all faults off.</summary>
    public void Clear()
    {
        lock (_lock)
            _faults.Clear();
        Changed?.Invoke(this, EventArgs.Empty);
    }

    internal Fault? Take(FaultTarget target, string? region, string host, string path, Func<Fault, bool> fits)
    {
        lock (_lock)
        {
            Fault? fault = _faults.Find(f => !f.IsOver && (f.Target == FaultTarget.Default || f.Target == target)
                && (f.Region is null || f.Region == region)
                && (f.Host is null || f.Host.Equals(host, StringComparison.OrdinalIgnoreCase))
                && (f.Path is null || path.StartsWith(f.Path, StringComparison.Ordinal)) && fits(f));
            fault?.Use();
            return fault;
        }
    }
}
