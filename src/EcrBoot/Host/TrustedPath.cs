using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace EcrBoot.Host;

/// <summary>
/// Whether nobody but this thread's user and root can put something else in the place of a path: each folder and each link on the way is theirs. A user
/// whose home root works in, as under sudo, could lead root with a link to a folder of root's own.
/// </summary>
internal static class TrustedPath
{
    private const int MostLinks = 40; // as in Linux
    private const uint OthersWrite = 2, Sticky = 0x200;
    private const uint NobodyMapped = 65534; // /proc/sys/kernel/overflowuid, which nobody changes

    /// <summary>Walks a path. For Linux only.</summary>
    /// <param name="path">A folder, by its full path, which need not exist; it may itself be open to others.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static string? Doubt(string path)
    {
        var names = new Stack<string>();
        Push(names, path);
        var current = "/";
        for (var links = 0; names.Count > 0;)
        {
            var name = names.Pop();
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? "/";
                continue;
            }

            var next = Path.Combine(current, name);
            if (FileStatus.Of(next, follow: false) is not { } status)
                return null; // It will be this user's, or cannot be reached.
            if (!IsOwn(status.User))
                return $"'{next}' belongs to somebody else";
            if (!status.IsLink)
            {
                if (!status.IsFolder)
                    return $"'{next}' is not a folder";
                if (names.Count > 0 && (status.Mode & (OthersWrite | Sticky)) == OthersWrite)
                    return $"'{next}' may be written to by everybody";
                current = next;
                continue;
            }

            if (++links > MostLinks || LibC.LinkTarget(next) is not { Length: > 0 } target)
                return $"'{next}' is a link that leads nowhere";
            if (target[0] == '/')
                current = "/";
            Push(names, target);
        }

        return null;
    }

    private static void Push(Stack<string> names, string path)
    {
        foreach (var name in path.Split('/').Reverse().Where(static name => name is not ("" or ".")))
            names.Push(name);
    }

    // In a user namespace, as of rootless podman, root's files are shown as those of somebody who is not mapped.
    private static bool IsOwn(uint user) => user == 0 || user == UserThread.FileUser || (user == NobodyMapped && !IsRootMapped());

    private static bool IsRootMapped()
    {
        try
        {
            return IsRootMapped(Encoding.ASCII.GetString(SafeFile.Read("/proc/self/uid_map") ?? System.Array.Empty<byte>()));
        }
        catch (EcrException)
        {
            return true;
        }
    }

    /// <summary>Whether a user namespace has everybody in it: a line tells the first number within, the first outside, and how many (user_namespaces(7)).</summary>
    internal static bool IsRootMapped(string map) => map.Length == 0 || map.Split('\n').Any(static line =>
        line.Split(new[] { ' ' }, System.StringSplitOptions.RemoveEmptyEntries) is { Length: 3 } range && range[2] == uint.MaxValue.ToString(CultureInfo.InvariantCulture));
}
