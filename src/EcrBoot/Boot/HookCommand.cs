using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcrBoot.Boot;

/// <summary>The command that the hook runs, and where its parts lie on the booted host.</summary>
internal static class HookCommand
{
    /// <summary>SELinux labels programs in this folder as such (bin_t), and one folder up as libraries.</summary>
    public const string Program = "/usr/local/lib/ecrboot/bin/ecrboot";

    /// <summary>Where the installed hook is written down.</summary>
    public const string Record = "/usr/local/lib/ecrboot/hook.conf";

    /// <summary>The generator's link. It is not below /etc, where SELinux gives it no label.</summary>
    public const string GeneratorLink = "/usr/local/lib/systemd/system-generators/" + RunnerUnitGenerator.ProgramName;

    /// <summary>Settings of the environment for the login: proxies and certificates, since a unit inherits none.</summary>
    public const string EnvironmentFile = Host.EnvironmentFile.Path;

    /// <summary>The program and its arguments.</summary>
    public static IReadOnlyList<string> Words(HookOptions options, bool refresh)
    {
        var words = new List<string> { Program, "login" };
        foreach (var registry in options.Registries)
            words.AddRange(new[] { "--registry", registry.Trim() });
        foreach (var user in options.Users)
            words.AddRange(new[] { "--user", user });
        if (options.Users.Contains(HookOptions.AutoUser, StringComparer.Ordinal) && !options.RunnerUnits.SequenceEqual(new[] { RunnerUnits.DefaultPattern }, StringComparer.Ordinal))
            words.AddRange(options.RunnerUnits.SelectMany(static unit => new[] { "--runner-unit", unit }));
        words.AddRange(new[] { "--log", options.LogPath, "--timeout", Number(options.TimeoutSec) });
        if (options.JitterSec > 0 && !refresh)
            words.AddRange(new[] { "--jitter", Number(options.JitterSec) });
        if (options.CredentialHelper)
            words.Add("--credential-helper");
        if (refresh)
            words.Add("--refresh");
        return words;
    }

    /// <summary>A command line as systemd reads it: <c>%</c> and <c>$</c> mean themselves.</summary>
    public static string ForSystemd(IEnumerable<string> words) => string.Join(" ", words.Select(static word =>
    {
        var text = word.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("%", "%%").Replace("$", "$$");
        return text.IndexOfAny(new[] { ' ', '\'', '"', '\\', ';' }) < 0 ? text : "\"" + text + "\"";
    }));

    /// <summary>A command line as a shell reads it.</summary>
    public static string ForShell(IEnumerable<string> words) => string.Join(" ", words.Select(static word =>
        word.All(static letter => char.IsLetterOrDigit(letter) || "/._-:@=+,".IndexOf(letter) >= 0) ? word : "'" + word.Replace("'", "'\\''") + "'"));

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
