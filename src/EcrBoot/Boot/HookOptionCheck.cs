using System.Linq;
using EcrBoot.Registry;

namespace EcrBoot.Boot;

/// <summary>Refuses what a hook could not do at boot on any system, while somebody is there to read it.</summary>
internal static class HookOptionCheck
{
    /// <summary>Checks the options that mean the same on every system.</summary>
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
        if (options.TimeoutSec is < 1 or > 3600 || options.JitterSec < 0 || options.JitterSec >= options.TimeoutSec)
            throw Bad($"A jitter of {options.JitterSec} s does not fit into a timeout of {options.TimeoutSec} s.", "Give a longer -TimeoutSec (up to 3600) or a shorter -JitterSec.");
        if (options.RefreshIntervalSec != 0 && (options.RefreshIntervalSec % 3600 != 0 || options.RefreshIntervalSec < 0 || 86400 % options.RefreshIntervalSec != 0))
            throw Bad($"A refresh every {options.RefreshIntervalSec} s is not at whole hours that divide a day.", "Give 3600, 7200, 10800, 14400, 21600, 28800, 43200 or 86400; a token lives 43200 s.");
    }

    /// <summary>The error of an option.</summary>
    public static EcrException Bad(string problem, string remedy) => new(EcrErrorReason.BadArgument, problem, remedy);

    private static bool IsAccount(string text) => text.Length == 12 && text.All(static digit => digit is >= '0' and <= '9');
}
