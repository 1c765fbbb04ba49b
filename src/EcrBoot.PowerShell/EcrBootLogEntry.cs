using System;
using EcrBoot.Boot;

namespace EcrBoot;

/// <summary>What became of one registry for one user in a boot.</summary>
public sealed class EcrBootLogEntry
{
    private EcrBootLogEntry(BootReportLogin login)
    {
        Registry = login.Registry;
        OSUser = login.User;
        ConfigPath = login.ConfigPath;
        Store = login.Store;
        ExpiresAt = login.ExpiresAt?.UtcDateTime;
        Reason = login.Reason;
        Problem = login.Problem;
        Remedy = login.Remedy;
    }

    /// <summary>The registry's host name; empty for the caller's own registry where AWS never named it.</summary>
    public string Registry { get; }

    /// <summary>The operating system's user whose docker it is for.</summary>
    public string OSUser { get; }

    /// <summary>The docker configuration file; null where it is not known.</summary>
    public string? ConfigPath { get; }

    /// <summary>Where the login is kept: file, or the name of the credential helper; null where that is not known.</summary>
    public string? Store { get; }

    /// <summary>When the login ends, in UTC; null where that is not known.</summary>
    public DateTime? ExpiresAt { get; }

    /// <summary>The ErrorId of why there is no login that counts; null where there is one.</summary>
    public string? Reason { get; }

    /// <summary>What is wrong, in one sentence; null where nothing is.</summary>
    public string? Problem { get; }

    /// <summary>What to do, in one sentence; null where there is nothing to do.</summary>
    public string? Remedy { get; }

    /// <summary>Succeeded, or the reason why not.</summary>
    public string Result => Reason ?? "Succeeded";

    /// <inheritdoc/>
    public override string ToString() => $"{(Registry.Length > 0 ? Registry : "own registry")} for {OSUser}: {Result}";

    internal static EcrBootLogEntry Of(BootReportLogin login) => new(login);
}
