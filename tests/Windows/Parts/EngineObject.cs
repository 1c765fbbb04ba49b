using System.Collections.Generic;

namespace EcrBoot.WindowsTests;

/// <summary>An object that a script wrote: its text and its properties' texts.</summary>
public sealed record EngineObject(string? Text, IReadOnlyDictionary<string, string?> Properties)
{
    public string? this[string property] => Properties[property];
}
