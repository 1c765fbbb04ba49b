using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit;

/// <summary>Two accounts that every Linux has, with homes of the test's own.</summary>
internal static class TestUser
{
    public static OsUser Nobody(string home) => WithHome("nobody", home);

    public static OsUser Daemon(string home) => WithHome("daemon", home);

    /// <summary>Skips the test where this process may not act as another user.</summary>
    public static void NeedsRoot() => Assert.SkipUnless(HostEnvironment.IsLinux && OsUser.Current?.Uid == 0, "Needs root on Linux.");

    public static void NeedsLinux() => Assert.SkipUnless(HostEnvironment.IsLinux, "Needs Linux.");

    /// <summary>Makes a home that belongs to the user, with whatever is in it.</summary>
    public static void GiveAway(string path, OsUser user) => Shell.Run("chown", "-R", $"{user.Uid}:{user.Gid}", path);

    private static OsUser WithHome(string name, string home)
    {
        var user = OsUser.Find(name);
        return new OsUser(user.Name, user.Uid, user.Gid, user.Groups, home);
    }
}
