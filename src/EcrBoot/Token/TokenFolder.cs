using System;
using System.IO;
using System.Threading;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// One key's folder in a user's cache, and the token in it. On Linux only what is that user's own and closed to others counts: in a cache that stood
/// open for a while somebody else may have put a link or a token of theirs.
/// </summary>
internal static class TokenFolder
{
    private const string FileName = "token.json", BrokenName = "token.json.broken";
    private const uint OthersRights = 0x3F;

    /// <summary>The token, whatever its age. What is none is set aside.</summary>
    /// <param name="folder">The folder, which need not exist.</param>
    public static KeptToken? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (HostEnvironment.IsLinux && !IsOwn(folder))
            return null;
        try
        {
            if (HostEnvironment.IsLinux && FileStatus.Of(path, follow: false) is { } status && !IsOwnFile(status))
            {
                SetAside(folder);
                return null;
            }

            if (SafeFile.Read(path) is not { } content)
                return null;
            if (KeptToken.Parse(content) is { } token)
                return token;
        }
        catch (EcrException)
        {
            // One that cannot be read: below.
        }

        SetAside(folder);
        return null;
    }

    /// <summary>Whether something lies there that was set aside because it was no token.</summary>
    public static bool HasBroken(string folder) => File.Exists(Path.Combine(folder, BrokenName));

    /// <summary>Puts a token there. The folder's lock is held by the caller.</summary>
    /// <exception cref="EcrException">It cannot be written; why.</exception>
    public static void Write(string folder, KeptToken token)
    {
        Make(folder);
        var path = Path.Combine(folder, FileName);
        _ = Read(folder); // sets aside what is none, and is not to be written through
        if (HostEnvironment.IsLinux)
            LinuxFile.RemoveLeftovers(path);

        // Another writer is here only where the file system has no locks: of two new tokens either is good.
        _ = SafeFile.TryReplace(path, token.ToBytes(), SafeFile.Read(path), isDurable: false);
    }

    /// <summary>Makes the folder where there is none, and takes its lock.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="wait">How long to wait for another process that has it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="EcrException">ConfigBusy: another process kept it. The folder cannot be made; why.</exception>
    public static IDisposable Lock(string folder, TimeSpan wait, CancellationToken cancellation)
    {
        while (true)
        {
            Make(folder);
            var held = FolderLock.Take(folder, wait, cancellation);
            if (!held.IsGone && Directory.Exists(folder))
                return held;
            held.Dispose(); // Removed by who had it before.
        }
    }

    /// <summary>Removes the folder and what this library has put there, also what a writer that was killed left behind.</summary>
    /// <returns>Whether there was a token.</returns>
    public static bool Delete(string folder)
    {
        try
        {
            if (HostEnvironment.IsLinux && !IsOwn(folder))
            {
                _ = LibC.Remove(folder); // a link, not where it leads
                return false;
            }

            var path = Path.Combine(folder, FileName);
            var was = File.Exists(path);
            File.Delete(path);
            File.Delete(Path.Combine(folder, BrokenName));
            if (HostEnvironment.IsLinux)
                LinuxFile.RemoveLeftovers(path);
            if (Directory.Exists(folder))
                Directory.Delete(folder);
            return was;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody is at work in it: the next one removes it.
            return false;
        }
    }

    private static void Make(string folder)
    {
        if (!HostEnvironment.IsLinux)
        {
            PortableFile.MakeFolder(folder, user: null);
            return;
        }

        if (FileStatus.Of(folder, follow: false) is not null && !IsOwn(folder))
            _ = LibC.Remove(folder);
        LinuxFile.MakeFolder(folder);
        if (!IsOwn(folder))
            throw new EcrException(EcrErrorReason.ConfigNotOwned, $"'{folder}' is not a folder of this user's.", "Remove it.");
    }

    private static bool IsOwn(string folder) => FileStatus.Of(folder, follow: false) is { IsFolder: true } status && status.User == UserThread.FileUser;

    private static bool IsOwnFile(FileStatus file) => file.IsRegular && file.User == UserThread.FileUser && (file.Mode & OthersRights) == 0;

    // Kept for whoever wants to see what broke it, and out of the way. Of a link the link itself, not where it leads.
    private static void SetAside(string folder)
    {
        string path = Path.Combine(folder, FileName), aside = Path.Combine(folder, BrokenName);
        if (HostEnvironment.IsLinux)
        {
            if (LibC.Rename(path, aside) == 0)
                return;
            _ = LibC.Remove(aside);
            _ = LibC.RemoveFolder(aside);
            _ = LibC.Rename(path, aside);
            return;
        }

        try
        {
            File.Delete(aside);
            File.Move(path, aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then the next token is written over it, or cannot be kept either.
        }
    }
}
