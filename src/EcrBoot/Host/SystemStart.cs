using System;
using System.Globalization;

namespace EcrBoot.Host;

/// <summary>When Windows was started.</summary>
internal static unsafe class SystemStart
{
    private const int TimeOfDay = 3; // SystemTimeOfDayInformation

    /// <summary>
    /// The moment as an identity of the boot: by the clock as it was then, to 100 ns, so that it stays the same when the clock is set. Null where it
    /// cannot be had.
    /// </summary>
    public static string? Identity()
    {
        var answer = stackalloc long[6];
        return Kernel32.NtQuerySystemInformation(TimeOfDay, answer, 6 * sizeof(long), null) >= 0 ? Identity(answer[0], answer[4]) : null;
    }

    /// <summary>The identity from what Windows keeps.</summary>
    /// <param name="start">The start, a FILETIME; Windows moves it along when somebody sets the clock.</param>
    /// <param name="moved">By how much it has moved it.</param>
    internal static string? Identity(long start, long moved)
    {
        var time = start - moved;
        return time > 0 && time < DateTime.MaxValue.ToFileTimeUtc() ? DateTime.FromFileTimeUtc(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture) : null;
    }
}
