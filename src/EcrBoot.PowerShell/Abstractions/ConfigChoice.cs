using System;
using System.Collections.Generic;
using System.Linq;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Abstractions;

/// <summary>Which docker configurations a cmdlet works on: a user's each, a folder, or the caller's own.</summary>
internal static class ConfigChoice
{
    /// <summary>The configurations for the given users; the caller's own where there are none.</summary>
    /// <param name="users">Names of users, or null.</param>
    /// <param name="dockerConfig">A folder or file, or null.</param>
    /// <param name="host">The environment.</param>
    /// <param name="fail">Told of each that cannot be used.</param>
    public static List<DockerConfigLocation> Resolve(string[]? users, string? dockerConfig, HostEnvironment host, Action<EcrException, string?> fail)
    {
        var found = new List<DockerConfigLocation>();
        foreach (var name in (users ?? Array.Empty<string>()).Where(static name => name.Length > 0).Distinct(StringComparer.Ordinal).DefaultIfEmpty())
        {
            try
            {
                found.Add(DockerConfigLocation.Resolve(name is null ? dockerConfig : null, name is null ? null : OsUser.Find(name), host));
            }
            catch (EcrException e)
            {
                fail(e, name ?? dockerConfig);
            }
        }

        return found;
    }

    /// <summary>What the caller should know about how docker will find the logins.</summary>
    public static IEnumerable<string> Warnings(string[]? users, string? dockerConfig, HostEnvironment host)
    {
        if (host.Variable("DOCKER_AUTH_CONFIG") is not null)
            yield return "DOCKER_AUTH_CONFIG is set, and docker 28.3 and later uses it in place of every stored login. Unset it for this login to count.";
        if (users is null or { Length: 0 } && dockerConfig is null && HostEnvironment.IsLinux
            && host.Variable("SUDO_USER") is { } caller && caller != "root" && OsUser.Current?.Uid == 0)
        {
            yield return $"This logs in root, not '{caller}' who called sudo. Give -User {caller} to log that user in.";
        }
    }
}
