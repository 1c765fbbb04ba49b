using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace EcrBoot.Sandbox;

/// <summary>A fault as it is typed: <c>[TARGET/]NAME[=VALUE][:TIMES]</c>.</summary>
internal static partial class FaultSwitch
{
    private static readonly Dictionary<string, FaultKind> KindsByName = Enum.GetValues<FaultKind>().ToDictionary(k => Name(k), StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, FaultTarget> TargetsByName = Enum.GetValues<FaultTarget>().ToDictionary(t => Name(t), StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Kinds => KindsByName.Keys;

    public static IEnumerable<string> Targets => TargetsByName.Keys;

    public static Fault? Parse(string text, out string? error)
    {
        error = null;
        Match match = Typed().Match(text);
        if (!match.Success)
            error = $"A fault is typed [TARGET/]NAME[=VALUE][:TIMES], not {text}.";
        else if (!KindsByName.ContainsKey(match.Groups["name"].Value))
            error = $"The fault {match.Groups["name"].Value} is not known.";
        else if (match.Groups["target"].Success && !TargetsByName.ContainsKey(match.Groups["target"].Value))
            error = $"The target {match.Groups["target"].Value} of a fault is not known.";
        if (error is not null)
            return null;

        Fault fault = new()
        {
            Kind = KindsByName[match.Groups["name"].Value],
            Target = match.Groups["target"].Success ? TargetsByName[match.Groups["target"].Value] : FaultTarget.Default,
            Times = Number(match.Groups["times"]),
            Status = Number(match.Groups["value"]) ?? 500,
            Delay = (Number(match.Groups["value"]) ?? 2) * (match.Groups["ms"].Success ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromSeconds(1)),
        };
        if (fault.Kind != FaultKind.ServerError || fault.Status is >= 400 and <= 599)
            return fault;

        error = $"An error status is between 400 and 599, not {fault.Status}.";
        return null;
    }

    private static int? Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : null;

    /// <summary><c>AccessDenied</c> is typed <c>access-denied</c>.</summary>
    private static string Name(Enum value)
    {
        StringBuilder name = new();
        foreach (char letter in value.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
                name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    [GeneratedRegex("^((?<target>[a-z-]+)/)?(?<name>[a-z-]+)(=(?<value>[0-9]{1,6})(?<ms>ms)?)?(:(?<times>[0-9]{1,6}))?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Typed();
}
