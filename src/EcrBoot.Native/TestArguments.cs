using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace EcrBoot.Native;

/// <summary>The arguments of <c>ecrboot test</c>, read; or the sentence that says why they cannot be.</summary>
internal sealed class TestArguments
{
    private const int LongestSeconds = 86400;
    private static readonly string[] Known = ["--json", "--registry", "--log", "--wait", "--timeout", "--help"];

    /// <summary>Whether the verdict is to be JSON.</summary>
    public bool IsJson { get; private set; }

    /// <summary>Whether to wait until it is decided.</summary>
    public bool Waits { get; private set; }

    /// <summary>How long to wait.</summary>
    public TimeSpan Timeout { get; private set; } = TimeSpan.FromSeconds(150);

    /// <summary>The registries asked about.</summary>
    public List<string> Registries { get; } = [];

    /// <summary>The log; null for the usual one.</summary>
    public string? Log { get; private set; }

    /// <summary>Whether only the help is wanted.</summary>
    public bool WantsHelp { get; private set; }

    /// <summary>What is wrong with them; null where nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads arguments: <c>--name value</c> or <c>--name=value</c>.</summary>
    public static TestArguments Parse(string[] args)
    {
        var read = new TestArguments();
        for (var i = 0; i < args.Length && read.Problem is null;)
        {
            var equals = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i].IndexOf('=', StringComparison.Ordinal) : -1;
            var name = equals < 0 ? args[i] : args[i][..equals];
            var values = equals < 0 ? [] : new List<string> { args[i][(equals + 1)..] };
            i++;
            if (equals < 0 && name is "--registry" or "--log" or "--timeout")
            {
                while (i < args.Length && !args[i].StartsWith("--", StringComparison.Ordinal) && (values.Count == 0 || name == "--registry"))
                    values.Add(args[i++]);
            }

            read.Problem = read.Take(name, values);
        }

        return read;
    }

    private string? Take(string name, List<string> values)
    {
        if (name is "--json" or "--wait" or "--help" or "-h")
        {
            IsJson |= name == "--json";
            Waits |= name == "--wait";
            WantsHelp |= name is "--help" or "-h";
            return values.Count == 0 ? null : $"{name} takes no value";
        }

        if (!Known.Contains(name, StringComparer.Ordinal))
            return name.StartsWith('-') ? $"test has no option '{name}'{ProgramCommands.Guess(name, Known)}" : $"test takes no '{name}' without an option before it";
        if (values.Count == 0 || values.Exists(string.IsNullOrWhiteSpace))
            return $"{name} needs a value";
        switch (name)
        {
            case "--registry":
                Registries.AddRange(values);
                return null;
            case "--log":
                Log = values[0];
                return Path.IsPathFullyQualified(Log) ? null : $"--log needs a path from the root, not '{Log}'";
            default:
                if (!int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > LongestSeconds)
                    return $"--timeout needs whole seconds from 1 to {LongestSeconds}, not '{values[0]}'";
                Timeout = TimeSpan.FromSeconds(seconds);
                return null;
        }
    }
}
