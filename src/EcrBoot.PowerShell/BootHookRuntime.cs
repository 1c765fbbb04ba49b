namespace EcrBoot;

/// <summary>What runs the login at boot.</summary>
public enum BootHookRuntime
{
    /// <summary>The native program where the module has one for the platform, else PowerShell.</summary>
    Auto,

    /// <summary>The native program.</summary>
    Native,

    /// <summary>pwsh, on Windows Windows PowerShell, with a copy of the module.</summary>
    PowerShell,
}
