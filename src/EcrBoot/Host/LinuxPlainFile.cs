using System.IO;

namespace EcrBoot.Host;

/// <summary><see cref="PlainFile"/> on Linux: 0644, in folders 0755.</summary>
internal static class LinuxPlainFile
{
    private const uint FileMode = 0x1A4, FolderMode = 0x1ED; // 0644 and 0755

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

    public static AppendedFile OpenForAppend(string path)
    {
        var handle = Open(path, LibC.Append | LibC.NonBlocking);
        if (FileStatus.Of(handle) is { IsRegular: true })
            return new AppendedFile(content => Write(handle, content, path), () => _ = LibC.close(handle));
        _ = LibC.close(handle);
        throw PlainFile.Fault(path, "written: it is not a regular file");
    }

    public static PlainFileKind KindOf(string path) => FileStatus.Of(path, follow: false) switch
    {
        null => PlainFileKind.None,
        { IsRegular: true } => PlainFileKind.Regular,
        { IsLink: true } => PlainFileKind.Link,
        _ => PlainFileKind.Other,
    };

    public static void Remove(string path)
    {
        if (LibC.Remove(path) != 0 && LibC.LastError != LibC.NoEntry)
            throw Fault(path, "removed", LibC.LastError);
    }

    // rename(2) moves a link itself and replaces what stands in the way; one that has nothing to move is no error.
    public static void Move(string from, string to)
    {
        if (LibC.Rename(from, to) != 0 && LibC.LastError != LibC.NoEntry)
            throw Fault(from, "turned", LibC.LastError);
    }

    private static void Write(int handle, byte[] content, string path)
    {
        for (var done = 0; done < content.Length;)
        {
            var put = LibC.Write(handle, content, done, content.Length - done);
            if (put < 0)
                throw Fault(path, "written", LibC.LastError);
            done += (int)put;
        }
    }

    private static EcrException Fault(string path, string action, int error) =>
        PlainFile.Fault(path, $"{action}: {(error == LibC.Loop ? "it is a symbolic link" : LibC.Words(error))}");

    private static int Open(string path, int flags)
    {
        var handle = LibC.Open(path, LibC.WriteOnly | LibC.Create | LibC.NoFollow | LibC.NoControllingTerminal | flags, FileMode);
        if (handle < 0)
            throw Fault(path, "written", LibC.LastError);
        _ = LibC.fchmod(handle, FileMode); // whatever the umask; not ours to change where the file is another's
        return handle;
    }
}
