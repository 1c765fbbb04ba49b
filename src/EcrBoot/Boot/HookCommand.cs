using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

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
    /// <param name="options">What it is to do.</param>
    /// <param name="refresh">Whether it renews.</param>
    /// <param name="program">The program; null for the one of Linux.</param>
    public static IReadOnlyList<string> Words(HookOptions options, bool refresh, string? program = null)
    {
        var words = new List<string> { program ?? Program, "login" };
        foreach (var registry in options.Registries)
            words.AddRange(new[] { "--registry", registry.Trim() });
        foreach (var user in options.Users)
            words.AddRange(new[] { "--user", user });
        if ((options.HoldRunner || options.Users.Contains(HookOptions.AutoUser, StringComparer.Ordinal)) && !options.RunnerUnits.SequenceEqual(new[] { HookOptions.DefaultRunner }, StringComparer.Ordinal))
            words.AddRange(options.RunnerUnits.SelectMany(static unit => new[] { "--runner-unit", unit }));
        words.AddRange(new[] { "--log", options.LogPath, "--timeout", Number(options.TimeoutSec) });
        if (options.JitterSec > 0 && !refresh)
            words.AddRange(new[] { "--jitter", Number(options.JitterSec) });
        if (options.CredentialHelper)
            words.Add("--credential-helper");
        if (refresh)
            words.Add("--refresh");
        else if (options.HoldRunner)
            words.Add("--hold-runner");
        else if (options.Before is not null)
            words.Add("--tell-end");
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

    /// <summary>A command line as programs of Windows take it apart (CommandLineToArgvW).</summary>
    public static string ForWindows(IEnumerable<string> words) => string.Join(" ", words.Select(static word =>
    {
        if (word.Length > 0 && word.IndexOfAny(new[] { ' ', '\t', '"' }) < 0)
            return word;
        var text = new StringBuilder("\"");
        var slashes = 0;
        foreach (var letter in word)
        {
            // Backslashes count double before a quote, and only there.
            if (letter == '"')
                text.Append('\\', slashes + 1);
            slashes = letter == '\\' ? slashes + 1 : 0;
            text.Append(letter);
        }

        return text.Append('\\', slashes).Append('"').ToString();
    }));

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
