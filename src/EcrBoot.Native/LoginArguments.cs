using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using EcrBoot.Boot;

namespace EcrBoot.Native;

/// <summary>The arguments of <c>ecrboot login</c>, read; or the sentence that says why they cannot be.</summary>
internal sealed class LoginArguments
{
    private const int LongestSeconds = 3600;

    private static readonly string[] Flags = ["--if-needed", "--refresh", "--credential-helper", "--hold-runner", "--tell-end"];
    private static readonly string[] Lists = ["--registry", "--user", "--runner-unit"];
    private static readonly string[] Values = ["--log", "--timeout", "--jitter", "--region", "--endpoint-url", "--docker-config"];

    private LoginArguments(BootLoginOptions options) => Options = options;

    /// <summary>What to do.</summary>
    public BootLoginOptions Options { get; }

    /// <summary>What is wrong with them; null where nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether only the help is wanted.</summary>
    public bool WantsHelp { get; private set; }

    private static IEnumerable<string> Known => Flags.Concat(Lists).Concat(Values);

    /// <summary>Reads arguments: <c>--name value</c> or <c>--name=value</c>; a list takes all values up to the next name, and may be given again.</summary>
    public static LoginArguments Parse(string[] args)
    {
        var read = new LoginArguments(new BootLoginOptions());
        for (var i = 0; i < args.Length && read.Problem is null;)
        {
            var word = args[i++];
            if (word is "--help" or "-h")
            {
                read.WantsHelp = true;
                return read;
            }

            var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            var name = equals < 0 ? word : word[..equals];
            var values = new List<string>();
            if (equals >= 0)
                values.Add(word[(equals + 1)..]);
            else if (!Has(Flags, name))
            {
                while (i < args.Length && !args[i].StartsWith("--", StringComparison.Ordinal) && (values.Count == 0 || Has(Lists, name)))
                    values.Add(args[i++]);
            }

            read.Problem = read.Take(name, values);
        }

        read.Problem ??= read.Contradiction();
        return read;
    }

    private string? Take(string name, List<string> values)
    {
        if (!Has(Known, name))
            return name.StartsWith('-') ? $"login has no option '{name}'{ProgramCommands.Guess(name, Known)}" : $"login takes no '{name}' without an option before it";
        if (Has(Flags, name))
        {
            if (values.Count > 0)
                return $"{name} takes no value";
            return name switch
            {
                "--refresh" => Set(Options.Refresh = true),
                "--if-needed" => Set(Options.IfNeeded = true),
                "--hold-runner" => Set(Options.HoldRunner = true),
                "--tell-end" => Set(Options.TellEnd = true),
                _ => Set(Options.CredentialHelper = true),
            };
        }

        values.RemoveAll(string.IsNullOrWhiteSpace);
        if (values.Count == 0)
            return $"{name} needs a value";
        switch (name)
        {
            case "--registry":
                return Set(Options.Registries = [.. Options.Registries, .. values]);
            case "--user":
                return Set(Options.Users = [.. Options.Users, .. values]);
            case "--runner-unit":
                return Set(Options.RunnerUnits = [.. Options.RunnerUnits.Where(static unit => unit != HookOptions.DefaultRunner), .. values]);
            case "--log":
                return Path.IsPathFullyQualified(values[0]) ? Set(Options.Log = values[0]) : $"--log needs a path from the root, not '{values[0]}'";
            case "--region":
                return Set(Options.Identity.Region = values[0]);
            case "--endpoint-url":
                return Set(Options.Identity.EndpointUrl = values[0]);
            case "--docker-config":
                return Set(Options.DockerConfig = values[0]);
            case "--timeout":
                return Seconds(name, values[0], 1, seconds => Options.Timeout = seconds);
            default:
                return Seconds(name, values[0], 0, seconds => Options.Jitter = seconds);
        }
    }

    private string? Contradiction()
    {
        if (Options.Jitter >= Options.Timeout)
            return "--jitter lies inside --timeout, so it must be less";
        if ((Options.HoldRunner || Options.TellEnd) && !Host.HostEnvironment.IsWindows)
            return $"{(Options.HoldRunner ? "--hold-runner" : "--tell-end")} is for Windows";
        if (Options is { Refresh: true, IfNeeded: true })
            return "--refresh renews and --if-needed leaves alone: give one of them";
        return Options.DockerConfig is not null && Options.Users.Count > 0 ? "--docker-config is for the caller's own login: leave out --user" : null;
    }

    private static string? Seconds(string name, string text, int least, Action<TimeSpan> take)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds < least || seconds > LongestSeconds)
            return $"{name} needs whole seconds from {least} to {LongestSeconds}, not '{text}'";
        take(TimeSpan.FromSeconds(seconds));
        return null;
    }

    private static bool Has(IEnumerable<string> names, string name) => names.Contains(name, StringComparer.Ordinal);

    private static string? Set(object? taken)
    {
        _ = taken;
        return null;
    }
}
