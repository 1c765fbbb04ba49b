using System;

namespace EcrBoot.Docker;

/// <summary>The host that a key of a docker configuration or of a credential helper stands for.</summary>
internal static class ConfigKey
{
    /// <summary>As docker's ConvertToHostname (docker/cli cli/config/credentials/file_store.go): without scheme, user and path, with the port.</summary>
    public static string HostOf(string key)
    {
        if (key.IndexOf("://", StringComparison.Ordinal) >= 0 && Uri.TryCreate(key, UriKind.Absolute, out var url) && url.Host.Length > 0)
        {
            // Go leaves out no default port, and .NET knows one for http and https only by leaving it out: the text decides.
            var authority = url.Host;
            return key.IndexOf(authority + ":" + url.Port, StringComparison.OrdinalIgnoreCase) >= 0 ? authority + ":" + url.Port : authority;
        }

        var slash = key.IndexOf('/');
        return slash < 0 ? key : key.Substring(0, slash);
    }
}
