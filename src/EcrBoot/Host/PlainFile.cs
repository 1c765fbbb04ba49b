using System.IO;
using System.Text;

namespace EcrBoot.Host;

/// <summary>
/// Files of this program's own that everyone may read, 0644, in folders 0755. A symbolic link in a file's place is never followed: it is
/// replaced or removed. Linux only.
/// </summary>
internal static class PlainFile
{
    private const uint FileMode = 0x1A4, FolderMode = 0x1ED; // 0644 and 0755

    /// <summary>Makes a folder and those above it.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void MakeFolder(string folder)
    {
        if (LibC.MakeFolder(folder, FolderMode) == 0 || LibC.LastError == LibC.Exists)
            return;
        var error = LibC.LastError;
        if (error != LibC.NoEntry || Path.GetDirectoryName(folder) is not { Length: > 0 } parent)
            throw Fault(folder, "made", error);
        MakeFolder(parent);
        if (LibC.MakeFolder(folder, FolderMode) != 0 && LibC.LastError != LibC.Exists)
            throw Fault(folder, "made", LibC.LastError);
    }

    /// <summary>Puts a content in a file's place so that nobody ever sees half of it.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void Replace(string path, byte[] content)
    {
        // One name for all: what a killed writer left is written over.
        var temporary = path + ".new";
        _ = LibC.Remove(temporary);
        var handle = Open(temporary, LibC.Exclusive);
        try
        {
            Write(handle, content, path);
        }
        finally
        {
            _ = LibC.close(handle);
        }

        if (LibC.Rename(temporary, path) != 0)
            throw Fault(path, "written", LibC.LastError);
    }

    /// <summary>Opens a file for appending; makes it where there is none.</summary>
    /// <exception cref="EcrException">ConfigNotWritable: among others, it is a link or no regular file.</exception>
    public static int OpenForAppend(string path)
    {
        var handle = Open(path, LibC.Append | LibC.NonBlocking);
        if (FileStatus.Of(handle) is { IsRegular: true })
            return handle;
        _ = LibC.close(handle);
        throw Fault(path, "written: it is not a regular file");
    }

    /// <summary>Writes at the place where the file is open.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void Write(int handle, byte[] content, string path)
    {
        for (var done = 0; done < content.Length;)
        {
            var put = LibC.Write(handle, content, done, content.Length - done);
            if (put < 0)
                throw Fault(path, "written", LibC.LastError);
            done += (int)put;
        }
    }

    /// <summary>Writes a text at the place where the file is open.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void Write(int handle, string text, string path) => Write(handle, Encoding.UTF8.GetBytes(text), path);

    /// <summary>The error of such a file.</summary>
    public static EcrException Fault(string path, string action, int? error = null) => new(
        EcrErrorReason.ConfigNotWritable,
        error is { } number ? $"'{path}' cannot be {action}: {(number == LibC.Loop ? "it is a symbolic link" : LibC.Words(number))}." : $"'{path}' cannot be {action}.",
        "Run it as root, and remove what stands there.");

    private static int Open(string path, int flags)
    {
        var handle = LibC.Open(path, LibC.WriteOnly | LibC.Create | LibC.NoFollow | LibC.NoControllingTerminal | flags, FileMode);
        if (handle < 0)
            throw Fault(path, "written", LibC.LastError);
        _ = LibC.fchmod(handle, FileMode); // whatever the umask; not ours to change where the file is another's
        return handle;
    }
}
