using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace EcrBoot.WindowsTests;

/// <summary>Everything a script wrote in the prefix; values as text.</summary>
public sealed record EngineResult(
    IReadOnlyList<EngineObject> Output,
    IReadOnlyList<EngineError> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Information,
    IReadOnlyList<string> Verbose,
    string? Exception)
{
    /// <summary>The id of every error, the one that ended the script last.</summary>
    public IReadOnlyList<string> ErrorIds => Errors.Select(static error => error.Id).ToList();

    /// <summary>The text of every object written.</summary>
    public IReadOnlyList<string?> Texts => Output.Select(static item => item.Text).ToList();

    /// <summary>The result itself; the test fails if the script met an error.</summary>
    public EngineResult Succeeded()
    {
        Assert.True(Errors.Count == 0, string.Join("\n", Errors.Select(static error => $"{error.Id}: {error.Message}\n{error.Detail}")));
        return this;
    }

    internal static EngineResult Parse(string json) => JsonSerializer.Deserialize<EngineResult>(json)!;
}
