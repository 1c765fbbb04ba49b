using System;

namespace EcrBoot.Docker;

/// <summary>A text is not JSON, or not of the expected kind, at a place.</summary>
internal sealed class ConfigSyntaxException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="offset">The place, in bytes from the start.</param>
    /// <param name="expected">What should be there; null where it is no JSON at all.</param>
    /// <param name="isTooDeep">Whether it is JSON, but nested too deep to be read.</param>
    public ConfigSyntaxException(int offset, string? expected = null, bool isTooDeep = false)
        : base("Not valid JSON.")
    {
        Offset = offset;
        Expected = expected;
        IsTooDeep = isTooDeep;
    }

    /// <summary>The place, in bytes from the start.</summary>
    public int Offset { get; }

    /// <summary>What should be there; null where it is no JSON at all.</summary>
    public string? Expected { get; }

    /// <summary>Whether it is JSON, but nested deeper than <see cref="ConfigReader.Deepest"/>.</summary>
    public bool IsTooDeep { get; }
}
