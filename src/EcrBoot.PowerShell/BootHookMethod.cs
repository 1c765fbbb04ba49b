namespace EcrBoot;

/// <summary>What starts the login at boot.</summary>
public enum BootHookMethod
{
    /// <summary>systemd where it is the init, else rc.local.</summary>
    Auto,

    /// <summary>A systemd unit.</summary>
    Systemd,

    /// <summary>A block in rc.local.</summary>
    RcLocal,
}
