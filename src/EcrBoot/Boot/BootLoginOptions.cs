using System;
using System.Collections.Generic;
using EcrBoot.Token;

namespace EcrBoot.Boot;

/// <summary>What a boot's login is to do.</summary>
public sealed class BootLoginOptions
{
    /// <summary>The name that stands for the users of the installed runner units.</summary>
    public const string AutoUser = "auto";

    /// <summary>The units whose users <see cref="AutoUser"/> means, where none are named.</summary>
    public const string DefaultRunnerUnit = "actions.runner.*.service";

    /// <summary>Registries by host, URL, image reference or account id; none means the caller's own.</summary>
    public IReadOnlyList<string> Registries { get; set; } = Array.Empty<string>();

    /// <summary>The users to log in, <see cref="AutoUser"/> among them; none means the user this process acts as.</summary>
    public IReadOnlyList<string> Users { get; set; } = Array.Empty<string>();

    /// <summary>Patterns of runner units for <see cref="AutoUser"/>. Default: <see cref="DefaultRunnerUnit"/>.</summary>
    public IReadOnlyList<string> RunnerUnits { get; set; } = new[] { HookOptions.DefaultRunner };

    /// <summary>The folder of config.json, only where no users are named; null for docker's own.</summary>
    public string? DockerConfig { get; set; }

    /// <summary>The AWS identity, region and endpoint.</summary>
    public AwsIdentity Identity { get; set; } = new();

    /// <summary>The folder that stands for <c>/</c> where units, log and verdict are looked for. Default: <c>/</c>.</summary>
    public string Root { get; set; } = "/";

    /// <summary>The log. Null: this is no boot's login, and neither log nor verdict is written.</summary>
    public string? Log { get; set; }

    /// <summary>The one deadline for everything. Default: 120 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>The longest wait before the first call, at random, inside the deadline, so that hosts that boot together spread. Default: none.</summary>
    public TimeSpan Jitter { get; set; }

    /// <summary>Whether to leave alone a login that is good for <see cref="EnoughLeft"/> more, without asking AWS. The verdict stays as it is.</summary>
    public bool IfNeeded { get; set; }

    /// <summary>
    /// Whether this renews the logins of a boot: the log goes on, a login that is still good is kept where the renewal fails, and the verdict
    /// changes only where a login is gone or all are there again.
    /// </summary>
    public bool Refresh { get; set; }

    /// <summary>Whether docker is to ask this project's credential helper, whose cache is filled, in place of finding the login in its configuration.</summary>
    public bool CredentialHelper { get; set; }

    /// <summary>Windows: whether the runners' services are held until this login has ended. It then looks for new ones, and says when it has ended.</summary>
    public bool HoldRunner { get; set; }

    /// <summary>Windows: whether to say, to the task that waits for it, when it has ended. So does <see cref="HoldRunner"/>.</summary>
    public bool TellEnd { get; set; }

    /// <summary>How long a stored login must still be good for <see cref="IfNeeded"/>. Default: 1 hour, time enough for a job to pull.</summary>
    public TimeSpan EnoughLeft { get; set; } = TimeSpan.FromHours(1);
}
