using System;
using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Host;

/// <summary>The three accounts that services of Windows run as. Nobody logs on as one, and their profiles lie in Windows' own folder.</summary>
internal sealed class ServiceAccount
{
    private readonly string[] _names;
    private readonly string _folder;

    private ServiceAccount(string sid, string folder, params string[] names)
    {
        Sid = sid;
        _folder = folder;
        _names = names;
    }

    /// <summary>The accounts.</summary>
    public static IReadOnlyList<ServiceAccount> All { get; } = new[]
    {
        new ServiceAccount("S-1-5-18", @"System32\config\systemprofile", "SYSTEM", "LocalSystem"),
        new ServiceAccount("S-1-5-19", @"ServiceProfiles\LocalService", "LOCAL SERVICE", "LocalService"),
        new ServiceAccount("S-1-5-20", @"ServiceProfiles\NetworkService", "NETWORK SERVICE", "NetworkService"),
    };

    /// <summary>The account's identifier.</summary>
    public string Sid { get; }

    /// <summary>Its name in English, which every Windows understands here, whatever its language.</summary>
    public string Name => _names[0];

    /// <summary>The account of a name, with <c>NT AUTHORITY\</c> or without; null where it is none of them.</summary>
    public static ServiceAccount? Named(string name)
    {
        const string authority = @"NT AUTHORITY\";
        var plain = name.StartsWith(authority, StringComparison.OrdinalIgnoreCase) ? name.Substring(authority.Length) : name;
        return All.FirstOrDefault(account => account._names.Contains(plain, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The account of an identifier; null where it is none of them.</summary>
    public static ServiceAccount? Of(string sid) => All.FirstOrDefault(account => account.Sid == sid);

    /// <summary>The folder of its profile.</summary>
    /// <param name="systemRoot">Windows' own folder.</param>
    public string Profile(string systemRoot) => systemRoot.TrimEnd('\\') + "\\" + _folder;
}
