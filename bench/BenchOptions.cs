using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcrBoot.Bench;

/// <summary>The command line.</summary>
internal sealed class BenchOptions
{
    /// <summary>What can be measured.</summary>
    public static IReadOnlyList<string> Measures { get; } = ["import", "token", "process", "native", "native-tls", "many", "many-tls", "boot", "helper"];

    /// <summary>How often each side runs.</summary>
    public int Runs { get; private set; } = 10;

    /// <summary>What to measure.</summary>
    public IReadOnlyList<string> Only { get; private set; } = Measures;

    /// <summary>What is wrong with the command line; null where nothing is.</summary>
    public string? Problem { get; private set; }

    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--runs" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var runs) && runs > 0:
                    options.Runs = runs;
                    break;
                case "--only" when value.Split(',') is var names && names.All(Measures.Contains):
                    options.Only = [.. Measures.Where(names.Contains)];
                    break;
                default:
                    options.Problem = $"'{args[i]} {value}' is not understood.";
                    break;
            }
        }

        return options;
    }
}
