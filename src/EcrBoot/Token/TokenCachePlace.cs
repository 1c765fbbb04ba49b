using System;
using System.IO;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>Where a user's tokens are kept, and whether they are.</summary>
internal static class TokenCachePlace
{
    /// <summary>The variable that switches the cache off.</summary>
    public const string Switch = "ECRBOOT_CACHE";

    // The switch of amazon-ecr-credential-helper, which scripts and images may carry already.
    private const string OtherSwitch = "AWS_ECR_DISABLE_CACHE";

    /// <summary>
    /// <c>$XDG_CACHE_HOME/ecrboot</c>, else <c>~/.cache/ecrboot</c>; on Windows <c>%LOCALAPPDATA%\EcrBoot</c>. For another user it is the folder in that
    /// user's home, for the caller's variables are not that user's; on Windows there is none.
    /// </summary>
    /// <param name="user">The user; null for the process's own.</param>
    /// <param name="host">Where the variables are read.</param>
    /// <param name="whyNone">Why there is none.</param>
    /// <returns>The folder, which need not exist; null where tokens are not kept.</returns>
    public static string? Find(OsUser? user, HostEnvironment host, out string whyNone)
    {
        whyNone = $"{Switch}=off";
        if (string.Equals(host.Variable(Switch), "off", StringComparison.OrdinalIgnoreCase))
            return null;
        whyNone = OtherSwitch + " is set";
        if (host.Variable(OtherSwitch) is not null)
            return null;
        whyNone = "on Windows none is written for another user";
        if (user is { Sid: not null } && !user.IsOwn)
            return null;
        whyNone = "no home folder is known";
        if (HostEnvironment.IsWindows)
            return (host.Variable("LOCALAPPDATA") ?? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)) is { Length: > 0 } local ? Path.Combine(local, "EcrBoot") : null;
        if (user is null && host.Variable("XDG_CACHE_HOME") is { } named && named.StartsWith("/", StringComparison.Ordinal))
            return Path.Combine(named, "ecrboot");
        var home = user is not null ? user.Home : host.Variable("HOME") ?? OsUser.Current?.Home;
        return home is not null && home.StartsWith("/", StringComparison.Ordinal) ? Path.Combine(home, ".cache", "ecrboot") : null;
    }

    /// <summary>
    /// Why this thread's user may keep no tokens there: only in a folder that is that user's own, on a way that nobody else can change. Root with a
    /// user's HOME, as under sudo, would leave behind there what the user cannot change, and follow the user's links.
    /// </summary>
    /// <param name="folder">The folder, which need not exist.</param>
    /// <returns>Null where that user may.</returns>
    public static string? WhyNot(string folder)
    {
        if (!HostEnvironment.IsLinux)
            return null;
        if (TrustedPath.Doubt(folder) is { } doubt)
            return doubt;
        return FileStatus.Of(folder, follow: true) is not { } status || status.User == UserThread.FileUser ? null : $"'{folder}' belongs to somebody else";
    }

    /// <summary>Makes the folder closed to others where it is not.</summary>
    /// <param name="folder">A folder of this thread's user.</param>
    public static void Close(string folder)
    {
        if (HostEnvironment.IsLinux && FileStatus.Of(folder, follow: true) is { } status && (status.Mode & 0x3F) != 0)
            LinuxFile.CloseFolder(folder);
    }
}
