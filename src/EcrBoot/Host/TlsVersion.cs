#if !NET
using System.Net;
#endif

namespace EcrBoot.Host;

/// <summary>
/// The versions of TLS that a connection may have. AWS takes 1.2 and later. On .NET the operating system decides, which is right; in Windows PowerShell
/// it may be older: .NET Framework goes by the program's own target and by the registry (Microsoft, "TLS best practices with .NET Framework").
/// </summary>
internal static class TlsVersion
{
    /// <summary>
    /// Adds TLS 1.2 where this process allows neither that nor a later one. .NET Framework has one setting for the whole process; what it allows already
    /// stays allowed, and where the operating system decides, it is left to it.
    /// </summary>
    public static void Ensure()
    {
#if !NET
        // .NET Standard 2.0 has no names for two of .NET Framework's values.
        const int systemDefault = 0, tls12 = (int)SecurityProtocolType.Tls12, tls13 = 12288;
        var allowed = (int)ServicePointManager.SecurityProtocol;
        if (allowed != systemDefault && (allowed & (tls12 | tls13)) == 0)
            ServicePointManager.SecurityProtocol = (SecurityProtocolType)(allowed | tls12);
#endif
    }
}
