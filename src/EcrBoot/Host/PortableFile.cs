using System;
using System.IO;

namespace EcrBoot.Host;

/// <summary><see cref="SafeFile"/> where Linux's calls are not: Windows, with Windows PowerShell's .NET Framework too.</summary>
internal static class PortableFile
{
    public static byte[]? Read(string path)
    {
        try
        {
            using var stream = HeldFile.Run(path, "read", () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            if (!stream.CanSeek)
                throw SafeFile.Unusable(path, "is not a regular file");
            if (stream.Length > SafeFile.MaximumLength)
                throw SafeFile.TooLong(path);
            var content = new byte[(int)stream.Length];
            var filled = 0;
            while (filled < content.Length && stream.Read(content, filled, content.Length - filled) is > 0 and var got)
                filled += got;
            Array.Resize(ref content, filled);
            return content;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw SafeFile.Unusable(path, "is not a regular file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Fault(path, "read", e);
        }
    }

    public static bool TryReplace(string path, byte[] content, byte[]? expected, OsUser? user = null)
    {
        var real = Resolve(path, user);
        var temporary = real + ".ecrboot-" + Guid.NewGuid().ToString("N");
        try
        {
            MakeFolder(Path.GetDirectoryName(real)!, user);
            using (var stream = Create(temporary, real, user))
            {
                stream.Write(content, 0, content.Length);
                stream.Flush(flushToDisk: true);
            }

            return HeldFile.Run(real, "written", () =>
            {
                if (!SafeFile.IsStill(real, expected))
                    return false;
                Put(temporary, real);
                return true;
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Fault(path, "written", e);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Makes a folder and those above it, on Windows private to the user.</summary>
    public static void MakeFolder(string folder, OsUser? user)
    {
        try
        {
            if (HostEnvironment.IsWindows)
                PrivateFile.MakeFolder(folder, user);
            else
                Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(folder, "made", e);
        }
    }

    /// <summary>The file itself where a path leads to a link; a link that another user has planted is not followed but replaced.</summary>
    public static string Resolve(string path, OsUser? user)
    {
        var full = Path.GetFullPath(path);
#if NET
        if (user is not { IsOwn: false } && new FileInfo(full) is { LinkTarget: not null } link)
            return link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
#endif
        return full; // .NET Framework cannot tell; a link there is replaced by a file.
    }

    public static EcrException Fault(string path, string action, Exception cause) => new(
        EcrErrorReason.ConfigNotWritable,
        $"'{path}' cannot be {action}: {cause.Message.TrimEnd('.')}.",
        "Correct that, or name another folder for the docker configuration.",
        cause);

    private static void Put(string temporary, string real)
    {
        if (HostEnvironment.IsWindows)
            HeldFile.Rename(temporary, real);
        else if (File.Exists(real))
            File.Replace(temporary, real, destinationBackupFileName: null);
        else
            File.Move(temporary, real);
    }

    private static FileStream Create(string temporary, string real, OsUser? user) =>
        !HostEnvironment.IsWindows ? new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None)
        : File.Exists(real) ? PrivateFile.CreateLike(temporary, real)
        : PrivateFile.Create(temporary, user);

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here says more.
        }
    }
}
