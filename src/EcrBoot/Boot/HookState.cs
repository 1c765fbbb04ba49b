using System.Collections.Generic;

namespace EcrBoot.Boot;

/// <summary>A hook as it stands on a host or in an image.</summary>
public sealed class HookState
{
    internal HookState(HookStatus status, HookOptions options, string version, string root, IReadOnlyList<string> drift)
    {
        Status = status;
        Options = options;
        Version = version;
        Root = root;
        Drift = drift;
    }

    /// <summary>Whether it is there and as it should be.</summary>
    public HookStatus Status { get; }

    /// <summary>What it does; the defaults where there is none.</summary>
    public HookOptions Options { get; }

    /// <summary>The version of the module that installed it; empty where there is none.</summary>
    public string Version { get; }

    /// <summary>The root it is below.</summary>
    public string Root { get; }

    /// <summary>What differs from what this module would install: a path and what is wrong with it each.</summary>
    public IReadOnlyList<string> Drift { get; }
}
