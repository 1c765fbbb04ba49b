using System;
using System.Runtime.InteropServices;

namespace EcrBoot.Host;

/// <summary>
/// fcntl's record lock on a whole file: the kernel lets it go when its process ends, however it ends, and tells everyone who may read the file
/// who holds it. Linux only.
/// </summary>
/// <remarks>The classic kind, for only that one names its process. It is lost when this process closes the file anywhere, so nothing else may open it.</remarks>
public sealed unsafe class RecordLock : IDisposable
{
    private const int SetLock = 6, GetLock = 5, GetOpenFileLock = 36;
    private const short ReadLock = 0, WriteLock = 1, Unlocked = 2;
    private const uint Mode = 0x1A4; // 0644: who may not read the file could not ask
    private int _handle;

    private RecordLock(int handle) => _handle = handle;

    /// <summary>Takes the lock if it is free. Makes the file where there is none; never follows a link.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The lock; null where another process holds it or the file cannot be opened.</returns>
    public static RecordLock? TryTake(string path)
    {
        var handle = LibC.Open(path, LibC.ReadWrite | LibC.Create | LibC.NoFollow | LibC.NonBlocking, Mode);
        if (handle < 0)
            return null;
        _ = LibC.fchmod(handle, Mode); // whatever the umask
        var record = new Record { Type = WriteLock };
        if (LibC.fcntl(handle, SetLock, &record) == 0)
            return new RecordLock(handle);
        _ = LibC.close(handle);
        return null;
    }

    /// <summary>Who holds the lock. It is not taken for that, and a reader's own lock on the file counts for nothing.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The number of the process, 0 where it is in another namespace; null where nobody does or there is no such file.</returns>
    /// <exception cref="EcrException">ConfigNotWritable: the file may not be read.</exception>
    public static int? Holder(string path)
    {
        var handle = LibC.Open(path, LibC.ReadOnly | LibC.NoFollow | LibC.NonBlocking, 0);
        if (handle < 0)
            return LibC.LastError == LibC.NoEntry ? null : throw FileFault.Of(path, "read", LibC.LastError);
        try
        {
            // Only a writer's lock stands in the way of a reader's. The open file's question sees this process's own lock too.
            var record = new Record { Type = ReadLock };
            if (LibC.fcntl(handle, GetOpenFileLock, &record) != 0)
            {
                record = new Record { Type = ReadLock };
                if (LibC.fcntl(handle, GetLock, &record) != 0)
                    throw FileFault.Of(path, "read", LibC.LastError);
            }

            return record.Type == Unlocked ? null : Math.Max(record.Process, 0);
        }
        finally
        {
            _ = LibC.close(handle);
        }
    }

    /// <summary>Lets the lock go.</summary>
    public void Dispose()
    {
        if (_handle >= 0)
            _ = LibC.close(_handle);
        _handle = -1;
    }

    // struct flock of 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private struct Record
    {
        public short Type, Whence;
        public long Start, Length;
        public int Process;
    }
}
