using System.IO;

namespace EcrBoot.Host;

/// <summary>Rights of an administrator that are off until a program turns them on for itself.</summary>
internal static class WindowsPrivilege
{
    /// <summary>Turns one on, for this process.</summary>
    /// <param name="name">Its name, such as SeRestorePrivilege.</param>
    /// <exception cref="IOException">This process does not have it.</exception>
    public static void Enable(string name)
    {
        if (!WindowsApi.OpenProcessToken(WindowsApi.GetCurrentProcess(), WindowsApi.QueryToken | WindowsApi.AdjustToken, out var token))
            throw Fault();
        try
        {
            if (!WindowsApi.LookupPrivilegeValueW(system: null, name, out var luid))
                throw Fault();
            var wanted = new WindowsApi.TokenPrivilege { Count = 1, Luid = luid, Attributes = WindowsApi.PrivilegeEnabled };

            // The call succeeds without the privilege too, and tells by its error.
            if (!WindowsApi.AdjustTokenPrivileges(token, disableAll: false, wanted, 0, 0, 0) || WindowsApi.LastError == WindowsApi.NotAllAssigned)
                throw Fault();
        }
        finally
        {
            WindowsApi.CloseHandle(token);
        }
    }

    private static IOException Fault() => WindowsApi.Fault(WindowsApi.LastError);
}
