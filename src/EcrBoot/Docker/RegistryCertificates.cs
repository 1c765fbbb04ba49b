using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>The certificate authorities that docker trusts for one registry: every <c>certs.d/HOST/*.crt</c> (docker's registry.go, ReadCertsDirectory).</summary>
internal static class RegistryCertificates
{
    /// <summary>The folders in which docker looks.</summary>
    public static IReadOnlyList<string> Folders(HostEnvironment host)
    {
        if (HostEnvironment.IsWindows)
            return new[] { Path.Combine(host.Variable("ProgramData") ?? @"C:\ProgramData", "docker", "certs.d") };
        var folders = new List<string> { "/etc/docker/certs.d" };
        if ((host.Variable("XDG_CONFIG_HOME") ?? (host.Variable("HOME") is { } home ? Path.Combine(home, ".config") : null)) is { } own)
            folders.Add(Path.Combine(own, "docker", "certs.d"));
        return folders;
    }

    /// <summary>The files for a registry. A folder that is not there or not readable has none.</summary>
    public static IReadOnlyList<string> For(string registry, IReadOnlyList<string> folders)
    {
        var files = new List<string>();

        // On Windows docker leaves the colon out of the folder's name.
        var name = HostEnvironment.IsWindows ? registry.Replace(":", "") : registry;
        foreach (var folder in folders.Select(folder => Path.Combine(folder, name)))
        {
            // Most registries have no folder, and a process's first exception takes longer than the request it precedes.
            if (!Directory.Exists(folder))
                continue;
            try
            {
                files.AddRange(Directory.GetFiles(folder, "*.crt"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has none that this user may read.
            }
        }

        return files;
    }
}
