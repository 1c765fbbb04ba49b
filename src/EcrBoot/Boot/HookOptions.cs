using System;
using System.Collections.Generic;

namespace EcrBoot.Boot;

/// <summary>What the hook is to do at each boot.</summary>
public sealed class HookOptions
{
    /// <summary>The user name that means the users of the runner units found at each boot.</summary>
    public const string AutoUser = "auto";

    /// <summary>The runners that GitHub's own installation makes, by unit or service.</summary>
    public static string DefaultRunner => Host.HostEnvironment.IsWindows ? RunnerServices.DefaultPattern : Boot.RunnerUnits.DefaultPattern;

    /// <summary>The registries, as typed; none means the caller's own.</summary>
    public IReadOnlyList<string> Registries { get; set; } = Array.Empty<string>();

    /// <summary>The users to log in. Default: <see cref="AutoUser"/>.</summary>
    public IReadOnlyList<string> Users { get; set; } = new[] { AutoUser };

    /// <summary>What starts the login.</summary>
    public HookMethod Method { get; set; }

    /// <summary>What runs it.</summary>
    public HookRuntime Runtime { get; set; }

    /// <summary>Patterns of the units that wait for the login; on Windows of the services.</summary>
    public IReadOnlyList<string> RunnerUnits { get; set; } = new[] { DefaultRunner };

    /// <summary>The log. Default: <see cref="BootPaths.DefaultLog"/>.</summary>
    public string LogPath { get; set; } = BootPaths.DefaultLog;

    /// <summary>The login's deadline in seconds. Default: 120.</summary>
    public int TimeoutSec { get; set; } = 120;

    /// <summary>The longest random wait before the first call, in seconds. Default: none.</summary>
    public int JitterSec { get; set; }

    /// <summary>Seconds between renewals: whole hours that divide a day; 0 for none.</summary>
    public int RefreshIntervalSec { get; set; }

    /// <summary>Whether docker is to ask the credential helper, whose cache the hook fills. Default: no; the login is in the docker configuration.</summary>
    public bool CredentialHelper { get; set; }

    /// <summary>Windows: whether the runners' services are started by the hook, when the login has ended, in place of by themselves.</summary>
    public bool HoldRunner { get; set; }

    /// <summary>Windows: another start-up task, which the hook starts when the login has ended; null for none.</summary>
    public string? Before { get; set; }

    /// <summary>The module's folder, from which program and module are copied.</summary>
    public string ModuleFolder { get; set; } = "";
}
