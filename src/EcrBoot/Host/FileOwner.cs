using System.IO;

namespace EcrBoot.Host;

/// <summary>Finds what in a home belongs to somebody else: usually a <c>.docker</c> that <c>sudo docker login</c> left to root.</summary>
internal static class FileOwner
{
    /// <summary>Refuses a path that exists and does not belong to the user.</summary>
    /// <exception cref="EcrException">ConfigNotOwned, with the chown to run.</exception>
    public static void Require(string path, OsUser user)
    {
        if (FileStatus.Of(path, follow: true) is { } status && status.User != user.Uid)
            throw Error(path, status.User, user.Name);
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
            isLink ? $"Remove the link: sudo rm {Quote(path)}" : $"Run: sudo chown -R {user}: {Quote(whole)}");
    }

    private static string Quote(string path) =>
        path.IndexOfAny(new[] { ' ', '\'', '"', '$', '\\', '`', '*', '?', '&', ';', '(', ')', '<', '>', '|', '\n' }) < 0 ? path : "'" + path.Replace("'", "'\\''") + "'";
}
