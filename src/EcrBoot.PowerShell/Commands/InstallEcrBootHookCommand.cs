using System;
using System.Linq;
using System.Management.Automation;
using EcrBoot.Abstractions;
using EcrBoot.Boot;
using EcrBoot.Completion;

namespace EcrBoot.Commands;

/// <summary>Makes this host, or an image, log docker in to Amazon ECR at every boot before job runners start.</summary>
/// <remarks>
/// <para>It installs a native program and what starts it: a systemd unit, a block in rc.local, or on Windows a start-up task. It enables the hook and does not start it. Nothing of the module is needed at boot.</para>
/// <para>A generator makes every unit that fits -RunnerUnit wait for the login, whatever its name, also one that is installed later. Where the login fails the runners start right after it, and they never wait longer than the timeout and 20 seconds.</para>
/// <para>On Windows runners start by themselves unless -HoldRunner or -Before is given. Then a second start-up task, made of the system's own programs alone, starts them when the login has ended, or when the timeout and 20 seconds are over.</para>
/// <para>Running it again changes only what differs. -WhatIf shows every file and command and changes nothing. With -Root it works on a mounted image, and no command is run.</para>
/// <para>Proxies and certificates for the login belong in /etc/ecrboot/environment, one NAME=value a line. It warns of what would defeat the login, such as a ProtectHome= in a runner's unit.</para>
/// </remarks>
/// <example>
/// <code>Install-EcrBootHook</code>
/// <para>As root, logs the users of the runners' units in to the instance's own registry at each boot.</para>
/// </example>
/// <example>
/// <code>Install-EcrBootHook 123456789012.dkr.ecr.eu-central-1.amazonaws.com -User runner -Root /mnt/image</code>
/// <para>Installs it in a mounted image.</para>
/// </example>
/// <example>
/// <code>Install-EcrBootHook -HoldRunner</code>
/// <para>On Windows, as an administrator: the services actions.runner.* start after the login.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Install, "EcrBootHook", SupportsShouldProcess = true)]
[OutputType(typeof(EcrBootHook))]
public sealed class InstallEcrBootHookCommand : BootHookCmdlet
{
    /// <summary>The registries, by host name, URL, image reference or 12-digit account id. Left out, it is the registry of the account and the region that the host boots in.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Registry { get; set; }

    /// <summary>The users to log in. They need not exist yet. Left out, or auto, they are the users of the runners' units, found at each boot.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? User { get; set; }

    /// <summary>What starts the login at boot.</summary>
    [Parameter]
    public BootHookMethod Method { get; set; }

    /// <summary>What runs the login.</summary>
    [Parameter]
    public BootHookRuntime Runtime { get; set; }

    /// <summary>The units that wait for the login, on Windows the services of -HoldRunner; * and ? are allowed. Left out, it is actions.runner.*.service, on Windows actions.runner.*.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? RunnerUnit { get; set; }

    /// <summary>The log of each boot's login, on the booted host. Left out, it is /var/log/onboot, on Windows %ProgramData%\EcrBoot\onboot.log.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>The deadline of the login in whole seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 120;

    /// <summary>The longest random wait before the first call, in whole seconds inside the deadline, so that a fleet that boots together does not call at once.</summary>
    [Parameter]
    [ValidateRange(0, 3600)]
    public int JitterSec { get; set; }

    /// <summary>Seconds between renewals: whole hours that divide a day. A token lives 12 hours. Left out, nothing is renewed between boots.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int RefreshIntervalSec { get; set; }

    /// <summary>Makes docker ask the credential helper docker-credential-ecrboot, and the hook fill its cache: no token in config.json, and none that runs out. See Register-EcrCredentialHelper.</summary>
    [Parameter]
    public SwitchParameter CredentialHelper { get; set; }

    /// <summary>Windows: the runners' services, which -RunnerUnit names, are set to manual start, and started when the login has ended, failed or not. Uninstall-EcrBootHook restores how they started.</summary>
    [Parameter]
    public SwitchParameter HoldRunner { get; set; }

    /// <summary>Windows: the start-up task that starts the runner in this image, such as runnerinit. Its start-up trigger is switched off, and it is run when the login has ended. Uninstall-EcrBootHook restores it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Before { get; set; }

    /// <summary>Installs; writes the hook as it then stands.</summary>
    protected override void EndProcessing() => WithHook(hook =>
    {
        var options = new HookOptions
        {
            Registries = Registry ?? Array.Empty<string>(),
            Users = User ?? new[] { HookOptions.AutoUser },
            Method = (HookMethod)(int)Method,
            Runtime = (HookRuntime)(int)Runtime,
            RunnerUnits = RunnerUnit ?? new[] { HookOptions.DefaultRunner },
            LogPath = LogPath ?? BootPaths.DefaultLog,
            TimeoutSec = TimeoutSec,
            JitterSec = JitterSec,
            RefreshIntervalSec = RefreshIntervalSec,
            CredentialHelper = CredentialHelper.IsPresent,
            HoldRunner = HoldRunner.IsPresent,
            Before = Before,
            ModuleFolder = ModuleFolder,
        };
        var steps = hook.Install(options, out var notes);
        foreach (var warning in notes.Concat(hook.Warnings(options)))
            WriteWarning(warning);
        if (Take(steps))
            WriteObject(EcrBootHook.Of(hook.Read(ModuleFolder)));
    });
}
