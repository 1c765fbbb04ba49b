using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Boot;

/// <summary>One step of installing or removing a hook, which a caller may show before, or in place of, doing it.</summary>
public sealed class PlannedChange
{
    private readonly Func<CancellationToken, Task> _apply;

    internal PlannedChange(string action, string target, Action apply)
        : this(action, target, _ =>
        {
            apply();
            return Task.CompletedTask;
        })
    {
    }

    internal PlannedChange(string action, string target, Func<CancellationToken, Task> apply)
    {
        Action = action;
        Target = target;
        _apply = apply;
    }

    /// <summary>What is done: Write, Link, Remove, Run.</summary>
    public string Action { get; }

    /// <summary>The file on this host, or the command.</summary>
    public string Target { get; }

    /// <summary>Does it.</summary>
    /// <param name="cancellation">Ends a command that runs.</param>
    /// <exception cref="EcrException">HookFault, and whatever a command fails with.</exception>
    public Task ApplyAsync(CancellationToken cancellation) => _apply(cancellation);

    /// <summary>The same in words.</summary>
    public override string ToString() => Action + " " + Target;
}
