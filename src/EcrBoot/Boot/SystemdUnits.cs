using System;

namespace EcrBoot.Boot;

/// <summary>The texts of our systemd units. Each line was measured at real boots; docs/boot-hook.md says why it is there.</summary>
internal static class SystemdUnits
{
    /// <summary>The unit that logs in at boot.</summary>
    public const string Login = "ecrboot.service";

    /// <summary>The unit that renews the login: one of its own, since through the login's a restarting runner would wait for it.</summary>
    public const string Refresh = "ecrboot-refresh.service";

    /// <summary>The timer of the renewal.</summary>
    public const string Timer = "ecrboot-refresh.timer";

    /// <summary>The first line of every file of ours.</summary>
    public const string Mark = "# Written by Install-EcrBootHook, removed by Uninstall-EcrBootHook.\n";

    // How long after its own deadline a login is killed.
    private const int Grace = 15;

    /// <summary>The text of <see cref="Login"/>.</summary>
    public static string LoginText(HookOptions options) => $"""
        [Unit]
        Description=Log docker in to Amazon ECR before job runners start
        After=network.target cloud-init.service cloud-init-network.service nss-user-lookup.target remote-fs.target
        Before=cloud-final.service
        {Service(options, refresh: false)}
        [Install]
        WantedBy=multi-user.target

        """.Insert(0, Mark);

    /// <summary>The text of <see cref="Refresh"/>.</summary>
    public static string RefreshText(HookOptions options) => $"""
        [Unit]
        Description=Renew docker's login to Amazon ECR
        After=network.target ecrboot.service
        {Service(options, refresh: true)}

        """.Insert(0, Mark);

    /// <summary>The text of <see cref="Timer"/>. By the calendar: hibernation stops the other clocks.</summary>
    public static string TimerText(HookOptions options)
    {
        var hours = options.RefreshIntervalSec / 3600;
        var calendar = hours == 24 ? "*-*-* 00:00:00" : $"*-*-* 00/{HookCommand.Number(hours)}:00:00";
        return $"""
            [Unit]
            Description=Renew docker's login to Amazon ECR
            [Timer]
            OnCalendar={calendar}
            RandomizedDelaySec={HookCommand.Number(Math.Min(options.RefreshIntervalSec / 12, 1800))}
            [Install]
            WantedBy=timers.target

            """.Insert(0, Mark);
    }

    private static string Service(HookOptions options, bool refresh) => $"""
        [Service]
        Type=oneshot
        ExecStart={HookCommand.ForSystemd(HookCommand.Words(options, refresh))}
        Environment=HOME=/root
        EnvironmentFile=-{HookCommand.EnvironmentFile}
        TimeoutStartSec={HookCommand.Number(options.TimeoutSec + Grace)}
        TimeoutStopSec=5
        RuntimeDirectory=ecrboot
        RuntimeDirectoryPreserve=yes
        NoNewPrivileges=yes
        ProtectSystem=full
        PrivateTmp=yes
        PrivateMounts=yes
        PrivateDevices=yes
        ProtectClock=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectControlGroups=yes
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        MemoryDenyWriteExecute={(options.Runtime == HookRuntime.PowerShell ? "no" : "yes")}
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        SystemCallErrorNumber=EPERM
        CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_CHOWN
        """;
}
