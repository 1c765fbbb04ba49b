using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace EcrBoot.Host;

/// <summary>
/// Waits while another program has a file open so that nobody else may touch it. Windows refuses that at once, and docker opens its
/// configuration so for the moment in which it reads it: Go gives no FILE_SHARE_DELETE.
/// </summary>
internal static class HeldFile
{
    private const int PollMilliseconds = 20;

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
            catch (IOException e) when (IsHeld(e))
            {
                if (clock.Elapsed >= Patience)
                    throw Busy(path, action, e);
                Thread.Sleep(PollMilliseconds);
            }
        }
    }

    /// <summary>
    /// Puts a file in another's place in one step, as docker does: there is no moment without one. .NET's File.Replace has such a moment, in
    /// which docker would find no login. Windows only.
    /// </summary>
    /// <param name="from">The new file.</param>
    /// <param name="to">The old one; it need not exist.</param>
    /// <exception cref="IOException">It is held, or cannot be replaced; why.</exception>
    public static void Rename(string from, string to)
    {
        // Windows answers as if it were held, and would do so for ever.
        if (File.Exists(to) && File.GetAttributes(to).HasFlag(FileAttributes.ReadOnly))
            throw new UnauthorizedAccessException("It is read-only");
        if (!WindowsApi.MoveFileExW(WindowsApi.Path(from), WindowsApi.Path(to), WindowsApi.ReplaceExisting | WindowsApi.WriteThrough))
            throw WindowsApi.Fault(WindowsApi.LastError);
    }

    // A rename onto a file that is open is refused with "access denied"; .NET has another exception for that where a file is opened.
    private static bool IsHeld(IOException e) =>
        (e.HResult & 0xFFFF0000) == 0x80070000 && (e.HResult & 0xFFFF) is WindowsApi.SharingViolation or WindowsApi.LockViolation or WindowsApi.AccessDenied;

    private static EcrException Busy(string path, string action, IOException e) => new(
        EcrErrorReason.ConfigBusy,
        $"'{path}' cannot be {action}: another program has held it open for {Patience.TotalSeconds:0} s"
            + ((e.HResult & 0xFFFF) == WindowsApi.AccessDenied ? ", or the right to replace it is missing." : "."),
        "Close that program, and try again.",
        e);
}
