using System;
using System.Globalization;
using System.IO;
using System.Text;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>
/// Which boot this is. On Linux, in a container or a guest of systemd-nspawn, that is the guest's own boot, where the kernel tells; on Windows it is told by
/// when the system was started.
/// </summary>
public sealed class BootIdentity
{
    private const int StartField = 22;

    private BootIdentity(string? id, DateTimeOffset? started, TimeSpan? elapsed)
    {
        Id = id;
        Started = started;
        Elapsed = elapsed;
    }

    /// <summary>
    /// What names this boot and no other: on Linux the kernel's random id, on Windows the moment at which the system was started, by the clock of
    /// then. Null where it cannot be read.
    /// </summary>
    public string? Id { get; }

    /// <summary>
    /// When process 1, or Windows, started, by the wall clock of now: after a jump of the clock it is another time, and so is then what lies in this boot.
    /// Null where it cannot be read.
    /// </summary>
    public DateTimeOffset? Started { get; }

    /// <summary>How long ago that was, whatever the clock says; null where it cannot be read.</summary>
    public TimeSpan? Elapsed { get; }

    /// <summary>Reads it. The answer holds for the present setting of the clock: read it anew for each judgement.</summary>
    /// <param name="host">The clock.</param>
    public static BootIdentity Read(HostEnvironment host) =>
        HostEnvironment.IsWindows ? Of(host, SystemStart.Identity(), BootClock.SinceStart()) : Read(host, "/proc", BootClock.SinceStart(), BootClock.TicksPerSecond());

    /// <summary>Whether something with this boot id was made in this boot. Unknown ids are no boot's.</summary>
    /// <param name="id">A boot id.</param>
    public bool IsThis(string? id) => Id is not null && string.Equals(Id, id?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a time lies between the start of this boot and now. Where the start is not known it does not.</summary>
    /// <param name="time">The time.</param>
    /// <param name="now">The time now.</param>
    public bool Contains(DateTimeOffset time, DateTimeOffset now) => Started is { } start && start <= time && time <= now;

    /// <summary>A boot that its system names itself.</summary>
    /// <param name="host">The clock.</param>
    /// <param name="id">The name.</param>
    /// <param name="elapsed">How long ago it began.</param>
    internal static BootIdentity Of(HostEnvironment host, string? id, TimeSpan? elapsed) => new(id, host.UtcNow - elapsed, elapsed);

    /// <summary>The same with other sources.</summary>
    /// <param name="host">The clock.</param>
    /// <param name="proc">The folder that stands for <c>/proc</c>.</param>
    /// <param name="sinceStart">How long the kernel has run.</param>
    /// <param name="ticksPerSecond">The unit of <c>/proc/1/stat</c>.</param>
    internal static BootIdentity Read(HostEnvironment host, string proc, TimeSpan? sinceStart, long? ticksPerSecond)
    {
        var id = Text(Path.Combine(proc, "sys/kernel/random/boot_id"));
        TimeSpan? elapsed = sinceStart is { } uptime && ticksPerSecond is { } unit && StartTicks(Text(Path.Combine(proc, "1/stat"))) is { } ticks
            ? uptime - TimeSpan.FromSeconds((double)ticks / unit)
            : null;
        return Of(host, Guid.TryParse(id, out _) ? id : null, elapsed);
    }

    private static long? StartTicks(string? stat)
    {
        // proc(5): the second field is the name in parentheses, which may itself have blanks and parentheses in it.
        var fields = stat?.Substring(stat.LastIndexOf(')') + 1).Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
        return fields?.Length > StartField - 3 && long.TryParse(fields[StartField - 3], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : null;
    }

    private static string? Text(string path)
    {
        try
        {
            return SafeFile.Read(path) is { } content ? Encoding.ASCII.GetString(content).Trim() : null;
        }
        catch (EcrException)
        {
            // hidepid, a sandbox, a kernel without /proc: then it is not known.
            return null;
        }
    }
}
