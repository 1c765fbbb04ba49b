using System.Runtime.InteropServices;

namespace EcrBoot.Host;

/// <summary>Security identifiers, by which Windows tells its accounts apart, in their text form <c>S-1-…</c>.</summary>
internal static unsafe class WindowsSid
{
    /// <summary>The group Administrators, whatever it is called in the language of this Windows.</summary>
    public const string Administrators = "S-1-5-32-544";

    // Room for a name of 256 characters with its domain, and for the longest identifier (SECURITY_MAX_SID_SIZE: 68 bytes).
    private const int LongestName = 512, LongestSid = 68;

    /// <summary>The account this process runs as.</summary>
    public static string Own()
    {
        if (!WindowsApi.OpenProcessToken(WindowsApi.GetCurrentProcess(), WindowsApi.QueryToken, out var token))
            throw Unknown();
        try
        {
            // TOKEN_USER: a pointer to the identifier, and attributes.
            var buffer = stackalloc byte[256];
            return WindowsApi.GetTokenInformation(token, WindowsApi.TokenUser, buffer, 256, out _) ? Text(*(nint*)buffer) ?? throw Unknown() : throw Unknown();
        }
        finally
        {
            WindowsApi.CloseHandle(token);
        }
    }

    /// <summary>The account of a name, with or without its domain; null where there is none.</summary>
    public static string? Of(string name)
    {
        var sid = stackalloc byte[LongestSid];
        var domain = stackalloc char[LongestName];
        uint sidSize = LongestSid, domainSize = LongestName;
        return WindowsApi.LookupAccountNameW(system: null, name, sid, &sidSize, domain, &domainSize, out _) ? Text((nint)sid) : null;
    }

    /// <summary>The name of an account, without its domain; null where it has none, as after its removal.</summary>
    public static string? NameOf(string sid)
    {
        if (!WindowsApi.ConvertStringSidToSidW(sid, out var binary))
            return null;
        try
        {
            char* name = stackalloc char[LongestName], domain = stackalloc char[LongestName];
            uint nameSize = LongestName, domainSize = LongestName;
            return WindowsApi.LookupAccountSidW(system: null, binary, name, &nameSize, domain, &domainSize, out _) ? new string(name) : null;
        }
        finally
        {
            WindowsApi.LocalFree(binary);
        }
    }

    /// <summary>Whether this process has the rights of an administrator now: one who has not raised the session has them not.</summary>
    public static bool IsElevated()
    {
        if (!WindowsApi.ConvertStringSidToSidW(Administrators, out var group))
            return false;
        try
        {
            return WindowsApi.CheckTokenMembership(0, group, out var isMember) && isMember;
        }
        finally
        {
            WindowsApi.LocalFree(group);
        }
    }

    private static string? Text(nint sid)
    {
        if (!WindowsApi.ConvertSidToStringSidW(sid, out var text))
            return null;
        try
        {
            return Marshal.PtrToStringUni(text);
        }
        finally
        {
            WindowsApi.LocalFree(text);
        }
    }

    private static EcrException Unknown() => new(
        EcrErrorReason.UserNotPermitted,
        $"Windows does not say whose process this is (error {WindowsApi.LastError}).",
        "Run the command in another session.");
}
