using System.Linq;
using EcrBoot.Boot;

namespace EcrBoot;

/// <summary>The boot hook of a host or of an image's root.</summary>
public sealed class EcrBootHook
{
    private EcrBootHook(HookState state)
    {
        State = (EcrBootHookState)(int)state.Status;
        Root = state.Root;
        Drift = state.Drift.ToArray();
        if (state.Status == HookStatus.NotInstalled)
            return;
        var options = state.Options;
        Method = options.Method.ToString();
        Runtime = options.Runtime.ToString();
        Registry = options.Registries.ToArray();
        User = options.Users.ToArray();
        RunnerUnit = options.RunnerUnits.ToArray();
        LogPath = options.LogPath;
        TimeoutSec = options.TimeoutSec;
        JitterSec = options.JitterSec;
        RefreshIntervalSec = options.RefreshIntervalSec;
        CredentialHelper = options.CredentialHelper;
        HoldRunner = options.HoldRunner;
        Before = options.Before;
        Version = state.Version;
    }

    /// <summary>Whether it is installed, and as this module would install it.</summary>
    public EcrBootHookState State { get; }

    /// <summary>What starts the login: Systemd, RcLocal or ScheduledTask; null where there is no hook.</summary>
    public string? Method { get; }

    /// <summary>What runs it: Native or PowerShell.</summary>
    public string? Runtime { get; }

    /// <summary>The registries; empty means the caller's own.</summary>
    public string[] Registry { get; } = System.Array.Empty<string>();

    /// <summary>The users it logs in; auto means the users of the runners' units, found at each boot.</summary>
    public string[] User { get; } = System.Array.Empty<string>();

    /// <summary>The units that wait for the login.</summary>
    public string[] RunnerUnit { get; } = System.Array.Empty<string>();

    /// <summary>The log of each boot's login.</summary>
    public string? LogPath { get; }

    /// <summary>The login's deadline in seconds.</summary>
    public int TimeoutSec { get; }

    /// <summary>The longest random wait before the first call, in seconds.</summary>
    public int JitterSec { get; }

    /// <summary>Seconds between renewals; 0 for none.</summary>
    public int RefreshIntervalSec { get; }

    /// <summary>Whether docker asks the credential helper, whose cache the hook fills.</summary>
    public bool CredentialHelper { get; }

    /// <summary>Windows: whether the hook starts the runners' services.</summary>
    public bool HoldRunner { get; }

    /// <summary>Windows: the start-up task that waits for the login; null for none.</summary>
    public string? Before { get; }

    /// <summary>The version of the module that installed it.</summary>
    public string? Version { get; }

    /// <summary>The root it is below: / for the running host, on Windows the system's drive.</summary>
    public string Root { get; }

    /// <summary>What differs from what this module would install: a path and what is wrong with it each.</summary>
    public string[] Drift { get; }

    /// <summary>The users in one line, for the table.</summary>
    public string Users => string.Join(", ", User);

    /// <summary>The registries in one line, for the table.</summary>
    public string Registries => State == EcrBootHookState.NotInstalled ? "" : Registry.Length == 0 ? "(the caller's own)" : string.Join(", ", Registry);

    /// <inheritdoc/>
    public override string ToString() => $"{State} {Root}";

    // Internal: a public member must not name a type of the library.
    internal static EcrBootHook Of(HookState state) => new(state);
}
