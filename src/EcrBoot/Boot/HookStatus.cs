namespace EcrBoot.Boot;

/// <summary>Whether a hook is there and as it should be.</summary>
public enum HookStatus
{
    /// <summary>There is none.</summary>
    NotInstalled,

    /// <summary>It is there, and every file is as this module would install it.</summary>
    Installed,

    /// <summary>It is there, and something differs.</summary>
    Drifted,
}
