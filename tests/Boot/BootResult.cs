using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>What one boot left: the journal with its times, the state, the console, the verdict.</summary>
internal sealed class BootResult
{
    private readonly string _folder;
    private readonly List<JsonElement> _journal;

    public BootResult(string folder, int exitCode)
    {
        _folder = folder;
        ExitCode = exitCode;
        _journal = Read("journal").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonElement.Parse(line)).ToList();
    }

    /// <summary>7 where the guest ended by itself.</summary>
    public int ExitCode { get; }

    public string State => Read("state").Trim();

    public string Console => Read("console");

    public string Verdict => Read("ecrboot/verdict.json");

    /// <summary>The log of the login, as the guest kept it.</summary>
    public string Read(string name) => Path.Combine(_folder, name) is var path && File.Exists(path) ? File.ReadAllText(path) : "";

    /// <summary>Whether a file was left among the results.</summary>
    public bool Has(string name) => File.Exists(Path.Combine(_folder, name));

    /// <summary>When systemd began to start a unit, in seconds of the monotonic clock.</summary>
    public double Starting(string unit) => Time(unit, "7d4958e842da4a758f6c1cdc7b36dcc5");

    /// <summary>When systemd had started a unit: for a oneshot, when it had ended well.</summary>
    public double Started(string unit) => Time(unit, "39f53479d3a045ac8e11786248231fbf");

    /// <summary>When systemd gave a unit up.</summary>
    public double Failed(string unit) => Time(unit, "be02cf6855d2428ba40df7e9d022f03d");

    /// <summary>When a unit's start ended, well or not.</summary>
    public double Ended(string unit) => Times(unit, "39f53479d3a045ac8e11786248231fbf").Concat(Times(unit, "be02cf6855d2428ba40df7e9d022f03d")).DefaultIfEmpty(double.NaN).First();

    /// <summary>The messages that a unit's processes wrote.</summary>
    public IReadOnlyList<string> Messages(string unit) => _journal.Where(entry => Field(entry, "_SYSTEMD_UNIT") == unit).Select(static entry => Field(entry, "MESSAGE")).ToList();

    /// <summary>When a unit's process first wrote a text.</summary>
    public double Said(string unit, string text) => _journal.Where(entry => Field(entry, "_SYSTEMD_UNIT") == unit && Field(entry, "MESSAGE").Contains(text, StringComparison.Ordinal)).Select(Seconds).DefaultIfEmpty(double.NaN).First();

    /// <summary>What every boot must show: it ended by itself, and systemd dropped no unit to break an ordering cycle.</summary>
    public void MustBeWhole()
    {
        Assert.True(ExitCode == 7, $"The guest ended with {ExitCode}.\n{Console}");
        Assert.DoesNotContain("ordering cycle", Console, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ordering cycle", Read("journal"), StringComparison.OrdinalIgnoreCase);
    }

    private double Time(string unit, string message) => Times(unit, message).DefaultIfEmpty(double.NaN).First();

    private IEnumerable<double> Times(string unit, string message) =>
        _journal.Where(entry => Field(entry, "MESSAGE_ID") == message && Field(entry, "UNIT") == unit).Select(Seconds);

    private static double Seconds(JsonElement entry) => long.Parse(Field(entry, "__MONOTONIC_TIMESTAMP"), CultureInfo.InvariantCulture) / 1e6;

    private static string Field(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
