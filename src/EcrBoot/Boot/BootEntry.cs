using System;

namespace EcrBoot.Boot;

/// <summary>One registry for one user on its way through a boot.</summary>
internal sealed class BootEntry
{
    /// <summary>An entry that nothing is known of yet.</summary>
    /// <param name="name">What the caller called the registry; null for the caller's own.</param>
    /// <param name="user">The user.</param>
    public BootEntry(string? name, BootUser user)
    {
        Name = name;
        User = user;
        Report = new BootReportLogin { Registry = name ?? "", User = user.Name };
    }

    /// <summary>What the caller called the registry; null for the caller's own.</summary>
    public string? Name { get; }

    /// <summary>The user.</summary>
    public BootUser User { get; }

    /// <summary>What is known so far.</summary>
    public BootReportLogin Report { get; }

    /// <summary>Whether there is nothing more to try.</summary>
    public bool IsDone { get; private set; }

    /// <summary>What went wrong last; null where nothing did.</summary>
    public EcrException? Error { get; private set; }

    /// <summary>Whether the login is there.</summary>
    public bool HasLogin => IsDone && Error is null;

    /// <summary>When a failure with a patience of its own was first seen.</summary>
    public TimeSpan? FirstRefusal { get; set; }

    private string Where => $"for {User.Name} at {(Report.Registry.Length == 0 ? "the caller's own registry" : Report.Registry)}";

    /// <summary>Takes a login.</summary>
    /// <returns>The log's line.</returns>
    public string Succeed(string registry, string store, DateTimeOffset? expiresAt, bool isServedByHelper)
    {
        IsDone = true;
        Error = null;
        Report.Registry = registry;
        Report.ConfigPath = User.Location!.ConfigPath;
        Report.Store = store;
        Report.ExpiresAt = expiresAt;
        Report.Reason = Report.Problem = Report.Remedy = null;
        return $"Login Succeeded {Where}" + (isServedByHelper
            ? $", by the credential helper '{store}'"
            : expiresAt is { } end ? $", until {BootTimeConverter.Text(end)}" : "");
    }

    /// <summary>Whether another name asked for means the same registry.</summary>
    public bool IsMerged { get; private set; }

    /// <summary>Leaves the work to another name of the same registry.</summary>
    public void Merge() => IsMerged = IsDone = true;

    /// <summary>Takes a failure that may pass.</summary>
    public void Note(EcrException error, string? registry)
    {
        Error = error;
        if (registry is { Length: > 0 })
            Report.Registry = registry;
    }

    /// <summary>Takes the last failure for good.</summary>
    /// <returns>The log's line.</returns>
    public string Fail(EcrException error)
    {
        IsDone = true;
        Error = error;
        Report.ConfigPath = User.Location?.ConfigPath;
        Report.Reason = error.Reason.ToString();
        Report.Problem = error.Problem;
        Report.Remedy = error.Remedy;
        return $"Failed {error.Reason} {Where}: {error.Problem} {error.Remedy}";
    }
}
