using System;
using System.Linq;

namespace EcrBoot.Boot;

/// <summary>Refuses what a hook could not do at the boot of a Linux host.</summary>
internal static class LinuxOptionCheck
{
    private static readonly string[] s_readOnly = { "/usr/", "/boot/", "/efi/", "/etc/", "/proc/", "/sys/", "/dev/", "/tmp/", "/var/tmp/" };

    /// <summary>Checks the options and puts patterns into their whole form.</summary>
    /// <exception cref="EcrException">BadArgument, NotAnEcrRegistry, AccountIdTooShort.</exception>
    public static void Apply(HookOptions options)
    {
        if (options.Method == HookMethod.ScheduledTask)
            throw HookOptionCheck.Bad("A scheduled task starts the login on Windows only, and this is Linux.", "Leave out -Method, or give Systemd or RcLocal.");
        if (options.HoldRunner || options.Before is not null)
            throw HookOptionCheck.Bad($"{(options.HoldRunner ? "-HoldRunner" : "-Before")} is for Windows; on Linux the units of -RunnerUnit wait for the login.", "Leave it out.");
        HookOptionCheck.Apply(options);
        foreach (var user in options.Users)
        {
            if (user.Length is 0 or > 256 || user[0] == '-' || user.Any(static letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || ":/\\'\"$`,;&|<>()".IndexOf(letter) >= 0))
                throw HookOptionCheck.Bad($"'{user}' is not a user's name.", "Name a user as 'getent passwd' lists it, or 'auto'.");
        }

        options.RunnerUnits = options.RunnerUnits.Select(UnitPattern.Require).Distinct(StringComparer.Ordinal).ToList();
        var log = options.LogPath;
        if (log.Length < 2 || log[0] != '/' || log.EndsWith("/", StringComparison.Ordinal) || log.Any(static letter => char.IsControl(letter)) || log.Split('/').Contains("..", StringComparer.Ordinal))
            throw HookOptionCheck.Bad($"'{log}' is not a path for the log.", "Give an absolute path of the booted host, such as /var/log/onboot.");
        if (s_readOnly.FirstOrDefault(folder => log.StartsWith(folder, StringComparison.Ordinal)) is { } kept)
            throw HookOptionCheck.Bad($"The login cannot write its log below {kept} at boot.", "Give a path below /var/log.");
        if (options.RefreshIntervalSec != 0 && options.Method == HookMethod.RcLocal)
            throw HookOptionCheck.Bad("rc.local runs once a boot, so it cannot refresh a login.", "Leave out -RefreshIntervalSec, or use -Method Systemd.");
    }
}
