using System;
using System.IO;

namespace EcrBoot.Host;

/// <summary><see cref="SafeFile"/> on Linux, by the system's own calls: they belong to the calling thread, whose rights may be a user's.</summary>
internal static class LinuxFile
{
    private const int KernelFileLength = 4096;
    private const uint NewFileMode = 0x180, NewFolderMode = 0x1C0; // 0600 and 0700

    public static byte[]? Read(string path)
    {
        // Without waiting, so that a FIFO cannot hang it, and without becoming a terminal's owner.
        var handle = LibC.Open(path, LibC.ReadOnly | LibC.NonBlocking | LibC.NoControllingTerminal, 0);
        if (handle < 0)
            return LibC.LastError == LibC.NoEntry ? null : throw FileFault.Of(path, "read", LibC.LastError);
        try
        {
            if (FileStatus.Of(handle) is not { IsRegular: true } status)
                throw SafeFile.Unusable(path, "is not a regular file");
            if (status.Size > SafeFile.MaximumLength)
                throw SafeFile.TooLong(path);
            return ReadAll(handle, path, (int)status.Size);
        }
        finally
        {
            _ = LibC.close(handle);
        }
    }

    public static bool TryReplace(string path, byte[] content, byte[]? expected, bool isDurable)
    {
        var real = FileLink.Resolve(path);
        var folder = Path.GetDirectoryName(real)!;
        MakeFolder(folder);
        var old = FileStatus.Of(real, follow: false);
        if (old is { IsRegular: false })
            throw SafeFile.Unusable(path, "is not a regular file");

        var handle = OpenTemporary(real, out var temporary);
        var renamed = false;
        try
        {
            try
            {
                WriteAll(handle, content, real);
                CopyOwnerAndMode(handle, old, real);
                if (isDurable && LibC.fsync(handle) != 0)
                    throw FileFault.Of(real, "written", LibC.LastError);
            }
            finally
            {
                _ = LibC.close(handle);
            }

            // docker takes no lock, so this is asked as late as can be.
            if (!SafeFile.IsStill(real, expected))
                return false;
            if (LibC.Rename(temporary, real) != 0)
                throw FileFault.Of(real, "written", LibC.LastError);
            renamed = true;
            if (isDurable)
                SyncFolder(folder, real);
            return true;
        }
        finally
        {
            if (!renamed)
                _ = LibC.Remove(temporary);
        }
    }

    /// <summary>Makes a folder and those above it, each 0700 as docker does.</summary>
    public static void MakeFolder(string folder)
    {
        if (LibC.MakeFolder(folder, NewFolderMode) == 0 || LibC.LastError == LibC.Exists)
            return;
        var error = LibC.LastError;
        if (error != LibC.NoEntry || Path.GetDirectoryName(folder) is not { Length: > 0 } parent)
            throw FileFault.Of(folder, "made", error);
        MakeFolder(parent);
        if (LibC.MakeFolder(folder, NewFolderMode) != 0 && LibC.LastError != LibC.Exists)
            throw FileFault.Of(folder, "made", LibC.LastError);
    }

    /// <summary>Takes all rights to a folder from everybody but its owner.</summary>
    public static void CloseFolder(string folder)
    {
        var handle = LibC.Open(folder, LibC.ReadOnly | LibC.FolderOnly, 0);
        if (handle < 0)
            return;
        _ = LibC.fchmod(handle, NewFolderMode);
        _ = LibC.close(handle);
    }

    /// <summary>Removes what a writer that was killed left behind. Only for the holder of the folder's lock.</summary>
    public static void RemoveLeftovers(string real)
    {
        try
        {
            foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(real)!, TemporaryPrefix(real) + "*"))
                _ = LibC.Remove(left);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that may not be listed may still be written to.
        }
    }

    private static string TemporaryPrefix(string real) => "." + Path.GetFileName(real) + ".ecrboot-";

    private static byte[] ReadAll(int handle, string path, int length)
    {
        // One byte more than the status said shows whether the file has grown; the files of /proc have no length at all.
        var buffer = new byte[length == 0 ? KernelFileLength : length + 1];
        var filled = 0;
        while (true)
        {
            var got = LibC.Read(handle, buffer, filled, buffer.Length - filled);
            if (got < 0)
                throw FileFault.Of(path, "read", LibC.LastError);
            if (got == 0)
                break;
            filled += (int)got;
            if (filled > SafeFile.MaximumLength)
                throw SafeFile.TooLong(path);
            if (filled == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, SafeFile.MaximumLength + 1));
        }

        Array.Resize(ref buffer, filled);
        return buffer;
    }

    private static int OpenTemporary(string real, out string temporary)
    {
        while (true)
        {
            // As good as the random numbers of cryptography, for which .NET would load OpenSSL.
            temporary = Path.Combine(Path.GetDirectoryName(real)!, TemporaryPrefix(real) + Guid.NewGuid().ToString("N"));
            var handle = LibC.Open(temporary, LibC.WriteOnly | LibC.Create | LibC.Exclusive | LibC.NoFollow, NewFileMode);
            if (handle >= 0)
                return handle;
            if (LibC.LastError != LibC.Exists)
                throw FileFault.Of(real, "written", LibC.LastError);
        }
    }

    private static void WriteAll(int handle, byte[] content, string real)
    {
        for (var done = 0; done < content.Length;)
        {
            var put = LibC.Write(handle, content, done, content.Length - done);
            if (put < 0)
                throw FileFault.Of(real, "written", LibC.LastError);
            done += (int)put;
        }
    }

    private static void CopyOwnerAndMode(int handle, FileStatus? old, string real)
    {
        var mode = old?.Mode ?? NewFileMode;
        if (old is { } was && FileStatus.Of(handle) is { } now && (now.User != was.User || now.Group != was.Group)
            && LibC.fchown(handle, was.User, was.Group) != 0)
        {
            // Who may not give the file to its old owner must not replace it; a group that cannot be kept loses its rights to the file.
            if (now.User != was.User)
                throw FileFault.Of(real, "written", LibC.NotPermitted);
            mode &= ~0x38u;
        }

        if (LibC.fchmod(handle, mode) != 0)
            throw FileFault.Of(real, "written", LibC.LastError);
    }

    private static void SyncFolder(string folder, string real)
    {
        var handle = LibC.Open(folder, LibC.ReadOnly | LibC.FolderOnly, 0);
        if (handle < 0)
            return; // The folder may be writable but not readable; the rename itself has succeeded.
        var failed = LibC.fsync(handle) != 0 && LibC.LastError != LibC.Invalid;
        var error = LibC.LastError;
        _ = LibC.close(handle);
        if (failed)
            throw FileFault.Of(real, "written", error);
    }
}
