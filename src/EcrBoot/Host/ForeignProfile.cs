using System;
using System.IO;

namespace EcrBoot.Host;

/// <summary>
/// Another user's profile on Windows. It is read and written with an administrator's rights, for Windows lets no program take on a user's own
/// without the password; so a link that the user has planted there is not followed.
/// </summary>
internal static class ForeignProfile
{
    /// <summary>Refuses a path that is a link.</summary>
    /// <exception cref="EcrException">ConfigNotOwned.</exception>
    public static void RequireNoLink(string path, OsUser user)
    {
        if (!IsLink(path))
            return;
        throw new EcrException(
            EcrErrorReason.ConfigNotOwned,
            $"'{path}' is a link, and what it leads to may be somebody else's than '{user.Name}'.",
            $"Remove the link, or run the command as '{user.Name}'.");
    }

    private static bool IsLink(string path)
    {
        try
        {
            return File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is not there is no link; what cannot be looked at says so when it is read.
            return false;
        }
    }
}
