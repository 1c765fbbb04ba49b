namespace EcrBoot;

/// <summary>Whether a boot hook is there and as it should be.</summary>
public enum EcrBootHookState
{
    /// <summary>There is none.</summary>
    NotInstalled,

    /// <summary>It is there, as this module would install it.</summary>
    Installed,

    /// <summary>It is there, and something differs: see Drift.</summary>
    Drifted,
}
