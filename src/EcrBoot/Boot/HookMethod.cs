namespace EcrBoot.Boot;

/// <summary>What starts the login at boot.</summary>
public enum HookMethod
{
    /// <summary>systemd where it is the init, else rc.local; on Windows a scheduled task.</summary>
    Auto,

    /// <summary>A systemd unit.</summary>
    Systemd,

    /// <summary>A block in rc.local.</summary>
    RcLocal,

    /// <summary>A start-up task of Windows' Task Scheduler.</summary>
    ScheduledTask,
}
