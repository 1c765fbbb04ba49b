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

    // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, and what ReplaceFile makes of them: ERROR_UNABLE_TO_REMOVE_REPLACED and two more.
    private static bool IsHeld(IOException e) =>
        (e.HResult & 0xFFFF0000) == 0x80070000 && (e.HResult & 0xFFFF) is 32 or 33 or 1175 or 1176 or 1177;
}
