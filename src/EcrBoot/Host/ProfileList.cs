using System.Collections.Generic;

namespace EcrBoot.Host;

/// <summary>The profiles of this Windows, from the registry: the one place that says where a user's folder is.</summary>
internal static unsafe class ProfileList
{
    private const string Key = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
    private const int LongestPath = 32768, LongestKey = 256;

    /// <summary>The folder of an account's profile; null where it has none: Windows makes it when the user first logs on.</summary>
    /// <param name="sid">The account.</param>
    public static string? Folder(string sid)
    {
        var buffer = new char[LongestPath];
        var bytes = (uint)(buffer.Length * sizeof(char));
        fixed (char* at = buffer)
        {
            // Variables such as %SystemDrive% are put in by the call. The 64-bit registry, for a 32-bit PowerShell too.
            return WindowsApi.RegGetValueW(WindowsApi.LocalMachine, Key + "\\" + sid, "ProfileImagePath", WindowsApi.RegistryText | WindowsApi.Registry64, out _, at, ref bytes) == 0
                && new string(at) is { Length: > 0 } path ? path : null;
        }
    }

    /// <summary>The accounts that have a profile; none where the list cannot be read.</summary>
    public static IReadOnlyList<string> Sids()
    {
        var sids = new List<string>();
        if (WindowsApi.RegOpenKeyExW(WindowsApi.LocalMachine, Key, 0, WindowsApi.ReadKey64, out var key) != 0)
            return sids;
        try
        {
            var name = stackalloc char[LongestKey];
            uint length = LongestKey;
            for (var i = 0u; WindowsApi.RegEnumKeyExW(key, i, name, ref length, 0, 0, 0, 0) == 0; i++, length = LongestKey)
                sids.Add(new string(name, 0, (int)length));
        }
        finally
        {
            _ = WindowsApi.RegCloseKey(key);
        }

        return sids;
    }
}
