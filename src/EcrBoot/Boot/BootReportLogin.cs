using System;
using System.Text.Json.Serialization;

namespace EcrBoot.Boot;

/// <summary>What became of one registry for one user in a boot.</summary>
public sealed class BootReportLogin
{
    /// <summary>The registry's host; empty for the caller's own registry where AWS never named it.</summary>
    public string Registry { get; set; } = "";

    /// <summary>The user of this host.</summary>
    public string User { get; set; } = "";

    /// <summary>The user's docker configuration; null where it was never found out.</summary>
    public string? ConfigPath { get; set; }

    /// <summary><c>file</c>, or the name of the credential helper that keeps or serves the login; null where there is no login.</summary>
    public string? Store { get; set; }

    /// <summary>When the login ends, in UTC; null where there is none, or where a credential helper serves it.</summary>
    [JsonConverter(typeof(BootTimeConverter))]
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The name of an <see cref="EcrErrorReason"/>; null where the login was made.</summary>
    public string? Reason { get; set; }

    /// <summary>What is wrong, in one sentence.</summary>
    public string? Problem { get; set; }

    /// <summary>What to do, in one sentence.</summary>
    public string? Remedy { get; set; }
}
