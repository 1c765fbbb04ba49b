using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace EcrBoot.Host;

/// <summary>
/// A file that is held open and shared with nobody: Windows lets it go when its process ends, however it ends. Only administrators may open it, or any
/// user could feign that it is held. Windows only.
/// </summary>
internal sealed class ShareLock : IDisposable
{
    // A reader's question holds the file for a moment.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private readonly SafeFileHandle _handle;

    private ShareLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>Takes it if it is free. Makes the file where there is none; never follows a link.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The lock; null where another process holds it or the file cannot be opened.</returns>
    public static ShareLock? TryTake(string path)
    {
        using var security = new SecurityDescriptor(SecurityDescriptor.ClosedFile);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var handle = WindowsFile.Open(path, Kernel32.GenericRead | Kernel32.GenericWrite, Kernel32.ShareNothing, Kernel32.OpenAlways, security);
            var error = Marshal.GetLastWin32Error();
            if (!handle.IsInvalid && WindowsFile.IsPlain(handle))
                return new ShareLock(handle);
            handle.Dispose();
            if (error != Kernel32.SharingViolation || clock.Elapsed >= s_patience)
                return null;
            Thread.Sleep(s_pause);
        }
    }

    /// <summary>Whether somebody holds it. It is not taken for that.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Null where this user may not know.</returns>
    public static bool? IsHeld(string path)
    {
        using var handle = WindowsFile.Open(path, Kernel32.GenericRead, Kernel32.ShareAll, Kernel32.OpenExisting);
        if (!handle.IsInvalid)
            return false;
        return Marshal.GetLastWin32Error() switch
        {
            Kernel32.SharingViolation => true,
            Kernel32.NoFile or Kernel32.NoPath => false,
            _ => null,
        };
    }

    /// <summary>Lets it go.</summary>
    public void Dispose() => _handle.Dispose();
}
