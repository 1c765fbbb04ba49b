using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace EcrBoot.Host;

/// <summary>
/// Keeps this library's own writers apart while one of them reads, changes and replaces a file. On Linux it is flock(2) on the folder itself,
/// which leaves nothing behind; elsewhere a file that vanishes when it is closed. docker takes no lock, so it is not kept out.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int PollMilliseconds = 20;
    private int _handle = -1;
    private FileStream? _file;

    private FolderLock()
    {
    }

    /// <summary>How long a writer waits for another one: 5 seconds.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the lock is held; some network file systems have none, and work goes on without.</summary>
    public bool IsHeld => _handle >= 0 || _file is not null;

    /// <summary>Whether the folder was removed meanwhile, so that the lock keeps nobody out of one made anew.</summary>
    public bool IsGone => _handle >= 0 && FileStatus.Of(_handle) is { Links: 0 };

    /// <summary>Waits for the lock and takes it. Blocks, as its callers run on a thread of their own.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="wait">The longest time to wait.</param>
    /// <param name="cancellation">Ends the wait at once.</param>
    /// <exception cref="EcrException">ConfigBusy: another writer kept it.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static FolderLock Take(string folder, TimeSpan wait, CancellationToken cancellation)
    {
        var taken = new FolderLock();
        var clock = Stopwatch.StartNew();
        while (!(HostEnvironment.IsLinux ? taken.TryLinux(folder) : taken.TryFile(folder)))
        {
            if (clock.Elapsed >= wait)
            {
                taken.Dispose();
                throw new EcrException(
                    EcrErrorReason.ConfigBusy,
                    $"Another writer has held the lock on '{folder}' for {wait.TotalSeconds:0.#} s.",
                    "Try again when it has ended.");
            }

            if (cancellation.WaitHandle.WaitOne(PollMilliseconds))
            {
                taken.Dispose();
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return taken;
    }

    public void Dispose()
    {
        if (_handle >= 0)
            _ = LibC.close(_handle);
        _handle = -1;
        _file?.Dispose();
        _file = null;
    }

    /// <summary>False while another writer has it; true when it is held or cannot be had at all.</summary>
    private bool TryLinux(string folder)
    {
        if (_handle < 0)
            _handle = LibC.Open(folder, LibC.ReadOnly | LibC.FolderOnly, 0);
        if (_handle < 0 || LibC.flock(_handle, LibC.LockExclusive | LibC.LockNonBlocking) == 0)
            return true;
        if (LibC.LastError is LibC.WouldBlock or LibC.Interrupted)
            return false;
        Dispose();
        return true;
    }

    private bool TryFile(string folder)
    {
        try
        {
            _file = new FileStream(Path.Combine(folder, "config.json.ecrboot-lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // On Windows also the answer while the last holder's file is being deleted.
            return false;
        }
    }
}
