using System.Runtime.InteropServices;

namespace EcrBoot.Host;

/// <summary>Who this process is on Windows, and whether it may act as an administrator.</summary>
internal static unsafe class ProcessToken
{
    /// <summary>Whether it runs elevated, as SYSTEM does, or as the administrator of a host without account control.</summary>
    public static bool IsElevated()
    {
        uint elevated = 0;
        return Ask(Advapi32.TokenElevation, &elevated, sizeof(uint)) && elevated != 0;
    }

    /// <summary>The security identifier of its user; null where it cannot be had.</summary>
    public static string? UserSid()
    {
        const int room = 256; // a pointer to the identifier, its attributes and at most 68 bytes
        var answer = stackalloc byte[room];
        nint text;
        if (!Ask(Advapi32.TokenUser, answer, room) || Advapi32.ConvertSidToStringSidW(*(nint*)answer, &text) == 0)
            return null;
        var sid = Marshal.PtrToStringUni(text);
        _ = Kernel32.LocalFree(text);
        return sid;
    }

    private static bool Ask(int kind, void* answer, int length)
    {
        nint token;
        int needed;
        if (Advapi32.OpenProcessToken(Kernel32.GetCurrentProcess(), Advapi32.QueryToken, &token) == 0)
            return false;
        var done = Advapi32.GetTokenInformation(token, kind, answer, length, &needed) != 0;
        _ = Kernel32.CloseHandle(token);
        return done;
    }
}
