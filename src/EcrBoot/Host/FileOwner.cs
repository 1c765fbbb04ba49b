using System.IO;

namespace EcrBoot.Host;

/// <summary>Finds what in a home belongs to somebody else: usually a <c>.docker</c> that <c>sudo docker login</c> left to root.</summary>
internal static class FileOwner
{
    /// <summary>Refuses a path that exists and does not belong to the user.</summary>
    /// <exception cref="EcrException">ConfigNotOwned, with the chown to run.</exception>
    public static void Require(string path, OsUser user)
    {
        if (FileStatus.Of(path, follow: true) is { } status)
        {
            if (status.User != user.Uid)
                throw Error(path, status.User, user.Name);
        }
        else if (LibC.LastError == LibC.AccessDenied && FileStatus.Of(path, follow: false) is { IsLink: true })
        {
            // What it leads to is not told, nor whose it is: that is nothing of the user's own.
            throw new EcrException(
                EcrErrorReason.ConfigNotOwned, $"'{path}' is a link to a place that '{user.Name}' may not look into: Permission denied.", RemoveLink(path));
        }
    }

    /// <summary>Refuses a user without a home: a folder made in its place would keep the system from making a whole one at the first login.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void RequireHome(OsUser user)
    {
        if (FileStatus.Of(user.Home, follow: true) is null && LibC.LastError == LibC.NoEntry)
        {
            throw new EcrException(
                EcrErrorReason.ConfigNotWritable,
                $"The home of '{user.Name}', {Quote(user.Home)}, does not exist.",
                $"Name a user who has a home, or make it: sudo mkhomedir_helper {user.Name}");
        }
    }

    /// <summary>The command that gives a user the right to a path of his own; null where something else than its mode is in the way.</summary>
    /// <param name="path">The file or folder that could not be reached.</param>
    /// <param name="toRead">Whether it was to be read, not written or made.</param>
    public static string? Chmod(string path, bool toRead)
    {
        var me = UserThread.FileUser;
        if (toRead && FileStatus.Of(path, follow: true) is { } file && file.User == me && (file.Mode & 0x100) == 0)
            return "Run: chmod u+r " + Quote(path);

        // The nearest folder that can be looked at is the one that is closed: none below it can.
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (FileStatus.Of(folder, follow: true) is not { } status)
                continue;
            var needed = toRead ? 0x40u : 0xC0u;
            return status.User == me && (status.Mode & needed) != needed ? $"Run: chmod u+rwx {Quote(folder)}" : null;
        }

        return null;
    }

    /// <summary>The error for a path, or the folder it is in, that belongs to somebody else than this process's user; null where neither does.</summary>
    public static EcrException? Stranger(string path)
    {
        var me = LibC.geteuid();
        foreach (var candidate in new[] { path, Path.GetDirectoryName(path) })
        {
            // Root is refused by the kernel for other reasons, and when it acts for a user Require has looked before.
            if (me != 0 && candidate is not null && FileStatus.Of(candidate, follow: true) is { } status && status.User != me)
                return Error(candidate, status.User, OsUser.NameOf(me));
        }

        return null;
    }

    private static EcrException Error(string path, uint owner, string user)
    {
        // A link may name any file of this host: it is never the target that should change hands.
        var isLink = FileStatus.Of(path, follow: false) is { IsLink: true };
        var folder = Path.GetDirectoryName(path);
        var whole = folder is not null && Path.GetFileName(folder) == ".docker" ? folder : path;
        return new EcrException(
            EcrErrorReason.ConfigNotOwned,
            isLink
                ? $"'{path}' is a link to something that belongs to '{OsUser.NameOf(owner)}', not to '{user}'."
                : $"'{path}' belongs to '{OsUser.NameOf(owner)}', not to '{user}'.",
            isLink ? RemoveLink(path) : $"Run: sudo chown -R {user}: {Quote(whole)}");
    }

    private static string RemoveLink(string path) => $"Remove the link: sudo rm {Quote(path)}";

    private static string Quote(string path) =>
        path.IndexOfAny(new[] { ' ', '\'', '"', '$', '\\', '`', '*', '?', '&', ';', '(', ')', '<', '>', '|', '\n' }) < 0 ? path : "'" + path.Replace("'", "'\\''") + "'";
}
