using System;
using System.IO;

namespace EcrBoot.Host;

/// <summary>Finds programs on the <c>PATH</c> of a <see cref="HostEnvironment"/>.</summary>
internal static class HostProgram
{
    /// <summary>The path searched where the variable is unset, as by a login shell of Debian or Amazon Linux.</summary>
    public const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The full path of a program; null where there is none. Relative folders on the path are passed over, as Go does.</summary>
    /// <param name="name">The program's name without a folder.</param>
    /// <param name="user">The user who must be able to see it.</param>
    /// <param name="host">Where PATH and PATHEXT are read.</param>
    public static string? Find(string name, OsUser? user, HostEnvironment host)
    {
        // A name from a configuration must not lead to another folder.
        if (name.IndexOfAny(new[] { '/', '\\', ':', '\0' }) >= 0)
            return null;
        var path = host.Variable("PATH") ?? (HostEnvironment.IsWindows ? "" : DefaultPath);
        var endings = HostEnvironment.IsWindows ? new[] { ".exe", ".cmd", ".bat" } : new[] { "" };
        return UserThread.Run(user, () =>
        {
            foreach (var folder in path.Split(new[] { Path.PathSeparator }, StringSplitOptions.RemoveEmptyEntries))
            {
                if (!Path.IsPathRooted(folder))
                    continue;
                foreach (var ending in endings)
                {
                    var candidate = Path.Combine(folder, name + ending);
                    if (IsProgram(candidate))
                        return candidate;
                }
            }

            return null;
        });
    }

    private static bool IsProgram(string path) =>
        HostEnvironment.IsLinux
            ? FileStatus.Of(path, follow: true) is { IsRegular: true } status && (status.Mode & 0x49) != 0 // any of --x--x--x
            : File.Exists(path);
}
