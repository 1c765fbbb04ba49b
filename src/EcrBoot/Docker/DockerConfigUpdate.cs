using System;
using System.IO;
using System.Threading;
using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>Reads a docker configuration, and changes it so that no other writer's change is lost.</summary>
internal static class DockerConfigUpdate
{
    private const int MostTries = 10, MostWritten = 4;

    /// <summary>Reads the configuration with the rights of its user; an empty one where there is no file.</summary>
    public static DockerConfigFile Read(DockerConfigLocation location) => UserThread.Run(location.User, () =>
    {
        RequireOwner(location);
        return DockerConfigFile.Parse(SafeFile.Read(location.ConfigPath), location.ConfigPath);
    });

    /// <summary>Reads the configuration and sees whether it can be used: as for <see cref="Read"/>, and the user has a home.</summary>
    public static DockerConfigFile Check(DockerConfigLocation location)
    {
        RequireHome(location);
        return Read(location);
    }

    /// <summary>Changes the configuration with the rights of its user. The file is written only where that changes something.</summary>
    /// <param name="location">Which configuration.</param>
    /// <param name="change">Changes a fresh reading and says whether it did; called again where the file has changed meanwhile.</param>
    /// <param name="patience">How long to wait for another writer of ours.</param>
    /// <param name="cancellation">Ends a wait; a file is never left half written.</param>
    /// <param name="repair">Makes the change again where a re-reading shows that another program has undone it; null makes all of it again.</param>
    /// <exception cref="EcrException">ConfigMalformed, ConfigNotWritable, ConfigNotOwned, ConfigBusy.</exception>
    public static void Apply(
        DockerConfigLocation location,
        Func<DockerConfigFile, bool> change,
        TimeSpan patience,
        CancellationToken cancellation,
        Func<DockerConfigFile, bool>? repair = null) =>
        UserThread.Run(location.User, () =>
        {
            RequireHome(location);
            RequireOwner(location);
            cancellation.ThrowIfCancellationRequested();

            // Without a change there is neither a lock nor a folder to make: docker 28 does not write an unchanged login either.
            if (Reading(location, change, out _) is null)
                return true;

            // The lock is on the folder of the real file, which two links may lead to.
            var real = HostEnvironment.IsLinux ? FileLink.Resolve(location.ConfigPath) : PortableFile.Resolve(location.ConfigPath, location.User);
            MakeFolder(Path.GetDirectoryName(real)!, location.User);
            using var held = FolderLock.Take(Path.GetDirectoryName(real)!, patience, cancellation);
            if (held.IsHeld && HostEnvironment.IsLinux)
                LinuxFile.RemoveLeftovers(real);

            // On Windows the lock is an open file, with which in it a folder can neither be moved nor become a link.
            if (HostEnvironment.IsWindows)
                RequireOwner(location);

            // docker takes no lock. Between the last look at the file and the rename it can have written, and what it wrote is lost; or it writes,
            // after the rename, what it had read before, and ours is lost. So the file is read again until nothing is to be done.
            var (next, written) = (change, 0);
            for (var attempt = 0; attempt < MostTries && written < MostWritten; attempt++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Reading(location, next, out var before) is not { } after)
                    return true;
                if (!SafeFile.TryReplace(location.ConfigPath, after, before, location.User))
                    continue;
                next = repair ?? change;
                written++;
            }

            throw new EcrException(
                EcrErrorReason.ConfigBusy,
                written == MostWritten
                    ? $"'{location.ConfigPath}' was written {MostWritten} times, and each time another program undid that."
                    : $"'{location.ConfigPath}' was changed by another program each of the {MostTries} times it was to be written.",
                "Find the program that keeps writing it, and try again.");
        });

    /// <summary>Removes a file in which nothing is left but an empty <c>auths</c>, and its folder where that is empty then.</summary>
    /// <param name="location">Which configuration.</param>
    public static void RemoveIfEmpty(DockerConfigLocation location) => UserThread.Run(location.User, () =>
    {
        if (FileLink.Resolve(location.ConfigPath) != location.ConfigPath || SafeFile.Read(location.ConfigPath) is not { } content || !DockerConfigFile.Parse(content, location.ConfigPath).IsEmpty)
            return false;
        _ = LibC.Remove(location.ConfigPath);
        _ = LibC.RemoveFolder(location.Folder);
        return true;
    });

    private static byte[]? Reading(DockerConfigLocation location, Func<DockerConfigFile, bool> change, out byte[]? before)
    {
        before = SafeFile.Read(location.ConfigPath);
        var config = DockerConfigFile.Parse(before, location.ConfigPath);
        return change(config) ? config.ToBytes() : null;
    }

    private static void MakeFolder(string folder, OsUser? user)
    {
        if (HostEnvironment.IsLinux)
            LinuxFile.MakeFolder(folder);
        else
            PortableFile.MakeFolder(folder, user);
    }

    private static void RequireHome(DockerConfigLocation location)
    {
        if (location.User is not null && HostEnvironment.IsLinux)
            FileOwner.RequireHome(location.User);
    }

    private static void RequireOwner(DockerConfigLocation location)
    {
        if (location.User is not { } user)
            return;
        foreach (var path in new[] { location.Folder, location.ConfigPath })
        {
            if (HostEnvironment.IsLinux)
                FileOwner.Require(path, user);
            else if (!user.IsOwn)
                ForeignProfile.RequireNoLink(path, user);
        }
    }
}
