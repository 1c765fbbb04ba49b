using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace EcrBoot.Host;

/// <summary>Files of the operating system's that root writes, on Linux: units, programs, scripts and links. Every path is the host's own.</summary>
internal static class SystemFile
{
    /// <summary>0644 and 0755.</summary>
    public const uint PlainMode = 0x1A4, ProgramMode = 0x1ED;

    private const int LongestFile = 64 << 20;

    /// <summary>Reads a regular file; null where there is no such file.</summary>
    /// <exception cref="EcrException">HookFault: it is no regular file, is longer than 64 MiB, or cannot be read.</exception>
    public static byte[]? Read(string path)
    {
        if (FileStatus.Of(path, follow: true) is not { } status)
            return null;
        if (!status.IsRegular || status.Size > LongestFile)
            throw Fault(path, status.IsRegular ? "is longer than 64 MiB" : "is not a regular file");
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, "cannot be read: " + e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Reads a text; empty where there is none or it is not a regular file.</summary>
    public static string ReadText(string path)
    {
        try
        {
            return FileStatus.Of(path, follow: true) is { IsRegular: true, Size: <= SafeFile.MaximumLength } ? Encoding.UTF8.GetString(File.ReadAllBytes(path)) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Puts a content in a file's place: temporary file, fsync, rename. A crash leaves the old file or the new one.</summary>
    public static void Write(string path, byte[] content, uint mode, uint? owner = null, uint? group = null)
    {
        var temporary = Temporary(path);
        var handle = LibC.Open(temporary, LibC.WriteOnly | LibC.Create | LibC.Exclusive | LibC.NoFollow, 0x180);
        if (handle < 0)
            throw SystemFault(path, "written");
        try
        {
            for (var done = 0; done < content.Length;)
            {
                var put = LibC.Write(handle, content, done, content.Length - done);
                if (put < 0)
                    throw SystemFault(path, "written");
                done += (int)put;
            }

            // The owner first: a change of owner clears some bits of the mode.
            if ((owner is { } user && LibC.fchown(handle, user, group ?? user) != 0) || LibC.fchmod(handle, mode) != 0 || LibC.fsync(handle) != 0)
                throw SystemFault(path, "written");
        }
        catch (EcrException)
        {
            _ = LibC.Remove(temporary);
            throw;
        }
        finally
        {
            _ = LibC.close(handle);
        }

        Rename(temporary, path);
    }

    /// <summary>Makes a symbolic link, in another's place too.</summary>
    public static void Link(string path, string target)
    {
        var temporary = Temporary(path);
        if (LibC.MakeLink(target, temporary) != 0)
            throw SystemFault(path, "made");
        Rename(temporary, path);
    }

    /// <summary>Makes one folder, 0755 whatever the umask is.</summary>
    public static void MakeFolder(string path)
    {
        if (LibC.MakeFolder(path, ProgramMode) != 0 && LibC.LastError != LibC.Exists)
            throw SystemFault(path, "made");
        var handle = LibC.Open(path, LibC.ReadOnly | LibC.FolderOnly, 0);
        if (handle < 0)
            throw SystemFault(path, "made");
        _ = LibC.fchmod(handle, ProgramMode);
        _ = LibC.close(handle);
    }

    /// <summary>Removes a file or link; nothing where there is none.</summary>
    public static void Remove(string path)
    {
        if (LibC.Remove(path) != 0 && LibC.LastError != LibC.NoEntry)
            throw SystemFault(path, "removed");
    }

    /// <summary>Removes a folder if it is empty.</summary>
    public static void RemoveFolder(string path) => _ = LibC.RemoveFolder(path);

    /// <summary>The full paths of what is in a folder, by name; none where it cannot be listed.</summary>
    public static IReadOnlyList<string> List(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder).OrderBy(static path => path, StringComparer.Ordinal).ToList() : Array.Empty<string>();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Array.Empty<string>();
        }
    }

    private static string Temporary(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path) + ".ecrboot-" + Guid.NewGuid().ToString("N"));

    private static void Rename(string temporary, string path)
    {
        if (LibC.Rename(temporary, path) == 0)
            return;
        var fault = SystemFault(path, "written");
        _ = LibC.Remove(temporary);
        throw fault;
    }

    private static EcrException SystemFault(string path, string action) => Fault(path, $"cannot be {action}: {LibC.Words(LibC.LastError)}");

    private static EcrException Fault(string path, string why, Exception? cause = null) =>
        new(EcrErrorReason.HookFault, $"'{path}' {why}.", "Correct that, and run the command again.", cause);
}
