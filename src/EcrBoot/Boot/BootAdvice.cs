using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>Where to look when a boot's login went wrong: each system keeps that elsewhere.</summary>
internal static class BootAdvice
{
    private static bool IsWindows => HostEnvironment.IsWindows;

    /// <summary>Who may see everything.</summary>
    public static string Reader => IsWindows ? "an administrator" : "root";

    /// <summary>Why the hook has not run.</summary>
    public static string NotRun => IsWindows ? "See why the hook has not run in this boot: schtasks /Query /TN EcrBoot /V /FO LIST" : "See why the hook has not run in this boot: systemctl status ecrboot";

    /// <summary>Who has ended it.</summary>
    public static string Killed => IsWindows ? "See how it ended (Last Result): schtasks /Query /TN EcrBoot /V /FO LIST" : "See who ended it: journalctl -b -u ecrboot";

    /// <summary>What to do where the run folder cannot be read.</summary>
    public static string Unreadable => IsWindows ? "Read it as an administrator; if that does not help, look at the log." : "Read it as root; if that does not help, look at the log and at: journalctl -b -u ecrboot";

    /// <summary>Why the old recipe wrote nothing.</summary>
    public static string NothingWritten => IsWindows ? "See why nothing was written in this boot." : "See why nothing was written in this boot: journalctl -b -u rc-local";
}
