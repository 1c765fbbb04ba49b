using System;
using System.Linq;
using EcrBoot.Registry;

namespace EcrBoot.Boot;

/// <summary>Refuses what a hook could not do at boot, while somebody is there to read it.</summary>
internal static class HookOptionCheck
{
    private static readonly string[] s_readOnly = { "/usr/", "/boot/", "/efi/", "/etc/", "/proc/", "/sys/", "/dev/", "/tmp/", "/var/tmp/" };

    /// <summary>Checks the options and puts patterns into their whole form.</summary>
    /// <exception cref="EcrException">BadArgument, NotAnEcrRegistry, AccountIdTooShort.</exception>
    public static void Apply(HookOptions options)
    {
        foreach (var registry in options.Registries)
        {
            if (!IsAccount(registry.Trim()))
                RegistryAddress.Parse(registry.Trim());
        }

        if (options.Users.Count == 0)
            throw Bad("There is no user to log in.", "Give -User, or leave it out for the users of the runners' units.");
        foreach (var user in options.Users)
        {
            if (user.Length is 0 or > 256 || user[0] == '-' || user.Any(static letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || ":/\\'\"$`,;&|<>()".IndexOf(letter) >= 0))
                throw Bad($"'{user}' is not a user's name.", "Name a user as 'getent passwd' lists it, or 'auto'.");
        }

        options.RunnerUnits = options.RunnerUnits.Select(UnitPattern.Require).Distinct(StringComparer.Ordinal).ToList();
        var log = options.LogPath;
        if (log.Length < 2 || log[0] != '/' || log.EndsWith("/", StringComparison.Ordinal) || log.Any(static letter => char.IsControl(letter)) || log.Split('/').Contains("..", StringComparer.Ordinal))
            throw Bad($"'{log}' is not a path for the log.", "Give an absolute path of the booted host, such as /var/log/onboot.");
        if (s_readOnly.FirstOrDefault(folder => log.StartsWith(folder, StringComparison.Ordinal)) is { } kept)
            throw Bad($"The login cannot write its log below {kept} at boot.", "Give a path below /var/log.");
        if (options.TimeoutSec is < 1 or > 3600 || options.JitterSec < 0 || options.JitterSec >= options.TimeoutSec)
            throw Bad($"A jitter of {options.JitterSec} s does not fit into a timeout of {options.TimeoutSec} s.", "Give a longer -TimeoutSec (up to 3600) or a shorter -JitterSec.");
        if (options.RefreshIntervalSec != 0 && (options.RefreshIntervalSec % 3600 != 0 || options.RefreshIntervalSec < 0 || 86400 % options.RefreshIntervalSec != 0))
            throw Bad($"A refresh every {options.RefreshIntervalSec} s is not at whole hours that divide a day.", "Give 3600, 7200, 10800, 14400, 21600, 28800, 43200 or 86400; a token lives 43200 s.");
        if (options.RefreshIntervalSec != 0 && options.Method == HookMethod.RcLocal)
            throw Bad("rc.local runs once a boot, so it cannot refresh a login.", "Leave out -RefreshIntervalSec, or use -Method Systemd.");
    }

    private static bool IsAccount(string text) => text.Length == 12 && text.All(static digit => digit is >= '0' and <= '9');

    private static EcrException Bad(string problem, string remedy) => new(EcrErrorReason.BadArgument, problem, remedy);
}
