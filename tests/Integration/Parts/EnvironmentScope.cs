using System;
using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Integration;

/// <summary>Environment variables of this process for a while.</summary>
internal sealed class EnvironmentScope : IDisposable
{
    private readonly List<(string Name, string? Value)> _before = [];

    /// <param name="variables">Names and values; null removes a variable.</param>
    public EnvironmentScope(IEnumerable<(string Name, string? Value)> variables)
    {
        foreach (var (name, value) in variables)
        {
            _before.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in Enumerable.Reverse(_before))
            Environment.SetEnvironmentVariable(name, value);
    }
}
