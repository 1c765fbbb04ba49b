using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace EcrBoot.Host;

/// <summary>
/// Waits while another program has a file open so that nobody else may touch it. Windows refuses that at once, and docker opens its
/// configuration so for the moment in which it reads it: Go gives no FILE_SHARE_DELETE.
/// </summary>
internal static class HeldFile
{
    private const int PollMilliseconds = 20, SharingViolation = 32;

    /// <summary>The longest to wait: 5 seconds.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Does some work on a file, again and again while it is held.</summary>
    /// <param name="path">The file, for the error.</param>
    /// <param name="action">What is done to it: read, written.</param>
    /// <param name="work">The work; it fails with Windows' errors.</param>
    /// <exception cref="EcrException">ConfigBusy: it was held all that time.</exception>
    public static T Run<T>(string path, string action, Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return work();
            }
            catch (IOException e) when (IsHeld(e) && clock.Elapsed >= Patience)
            {
                throw new EcrException(
                    EcrErrorReason.ConfigBusy,
                    $"'{path}' cannot be {action}: another program has held it open for {Patience.TotalSeconds:0} s.",
                    "Close that program, and try again.",
                    e);
            }
            catch (IOException e) when (IsHeld(e))
            {
                Thread.Sleep(PollMilliseconds);
            }
        }
    }

    /// <summary>
    /// Fails as Windows does where another program has the file open and lets nobody delete it. Asked before a replacement, which is done in
    /// two steps and leaves files behind where the second is refused. Windows only.
    /// </summary>
    /// <param name="path">An existing file.</param>
    /// <exception cref="IOException">It is held.</exception>
    public static void RequireFree(string path)
    {
        var security = new WindowsApi.SecurityAttributes { Length = (uint)Marshal.SizeOf<WindowsApi.SecurityAttributes>() };
        using var handle = WindowsApi.CreateFileW(path, WindowsApi.Delete, WindowsApi.ShareAll, security, WindowsApi.OpenExisting, WindowsApi.NormalFile, 0);
        if (handle.IsInvalid && WindowsApi.LastError == SharingViolation)
            throw new IOException(new Win32Exception(SharingViolation).Message, unchecked((int)0x80070000) | SharingViolation);
    }

    // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, and what ReplaceFile makes of them: ERROR_UNABLE_TO_REMOVE_REPLACED and two more.
    private static bool IsHeld(IOException e) =>
        (e.HResult & 0xFFFF0000) == 0x80070000 && (e.HResult & 0xFFFF) is SharingViolation or 33 or 1175 or 1176 or 1177;
}
