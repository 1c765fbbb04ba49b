using System.Runtime.InteropServices;

namespace EcrBoot.Host;

/// <summary>Whether this process may change a service of Windows.</summary>
internal static class ServiceRights
{
    private const uint Connect = 1, ChangeConfig = 2, Start = 0x10;

    /// <summary>Asks the service manager, and changes nothing.</summary>
    /// <param name="service">The service's name.</param>
    /// <returns>The system's words for why not; null where it may.</returns>
    public static string? Refusal(string service)
    {
        var manager = Advapi32.OpenSCManagerW(null, null, Connect);
        if (manager == 0)
            return WindowsFile.Words(Marshal.GetLastWin32Error());
        var handle = Advapi32.OpenServiceW(manager, service, ChangeConfig | Start);
        var refusal = handle == 0 ? WindowsFile.Words(Marshal.GetLastWin32Error()) : null;
        if (handle != 0)
            _ = Advapi32.CloseServiceHandle(handle);
        _ = Advapi32.CloseServiceHandle(manager);
        return refusal;
    }
}
