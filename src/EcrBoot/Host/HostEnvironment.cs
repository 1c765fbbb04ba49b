using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace EcrBoot.Host;

/// <summary>The environment variables, the clock and the platform, as everything else in this library sees them.</summary>
public sealed class HostEnvironment
{
    private readonly Func<string, string?> _variable;
    private readonly Func<DateTimeOffset> _clock;

    /// <summary>The process's own environment and clock.</summary>
    public HostEnvironment()
        : this(Environment.GetEnvironmentVariable, static () => DateTimeOffset.UtcNow)
    {
    }

    /// <summary>An environment made of the given variables, for callers that must not depend on the process.</summary>
    /// <param name="variables">Names and values; nothing else is set.</param>
    /// <param name="clock">The clock; the system's where it is null.</param>
    public HostEnvironment(IReadOnlyDictionary<string, string> variables, Func<DateTimeOffset>? clock = null)
        : this(name => variables.TryGetValue(name, out var value) ? value : null, clock ?? (static () => DateTimeOffset.UtcNow))
    {
    }

    private HostEnvironment(Func<string, string?> variable, Func<DateTimeOffset> clock)
    {
        _variable = variable;
        _clock = clock;
    }

    /// <summary>Whether this is Windows.</summary>
    public static bool IsWindows { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Whether this is Linux.</summary>
    public static bool IsLinux { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>
    /// PEM files and folders of them that hold all the roots this system trusts, where the process itself was started with fewer
    /// (<see cref="TrustedRoots"/>); empty where it was not.
    /// </summary>
    internal IReadOnlyList<string> WholeTrustStore { get; set; } = Array.Empty<string>();

    /// <summary>The time now, in UTC.</summary>
    public DateTimeOffset UtcNow => _clock();

    /// <summary>The value of an environment variable; null where it is unset or empty.</summary>
    /// <param name="name">The variable's name.</param>
    public string? Variable(string name) => _variable(name) is { Length: > 0 } value ? value : null;
}
