using System;
using System.Globalization;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot;

/// <summary>One login to an Amazon ECR registry, as it stands in a docker configuration.</summary>
public sealed class EcrLogin
{
    private EcrLogin(string registry, string osUser, string store, string configPath, DateTimeOffset? expiresAt)
    {
        Registry = registry;
        OSUser = osUser;
        Store = store;
        ConfigPath = configPath;
        ExpiresAt = expiresAt?.UtcDateTime;
        if (RegistryAddress.TryParse(registry, out var address))
        {
            AccountId = address!.AccountId;
            Region = address.Region;
        }
    }

    /// <summary>The registry's host name.</summary>
    public string Registry { get; }

    /// <summary>The 12 digits of the registry's account; null for ECR Public and for hosts that are no ECR names.</summary>
    public string? AccountId { get; }

    /// <summary>The registry's region; null for hosts that are no ECR names.</summary>
    public string? Region { get; }

    /// <summary>The operating system's user whose docker uses this login.</summary>
    public string OSUser { get; }

    /// <summary>Where the secret is kept: file, or the name of the credential helper.</summary>
    public string Store { get; }

    /// <summary>The docker configuration file.</summary>
    public string ConfigPath { get; }

    /// <summary>When the login ends, in UTC; null where the stored password does not say.</summary>
    public DateTime? ExpiresAt { get; }

    /// <summary>What is left of it; null where that is not known.</summary>
    public TimeSpan? Remaining => ExpiresAt is { } end ? end - DateTime.UtcNow : null;

    /// <summary>The same for a person: 11h 59m, expired, unknown, or renewed where the credential helper gets a token whenever one is needed. The table shows it: a script block there would cost PowerShell 30 ms to compile.</summary>
    public string ExpiresIn => Remaining switch
    {
        null => Store == EcrCredentialHelper.Name ? "renewed" : "unknown",
        { Ticks: <= 0 } => "expired",
        { } left => string.Format(CultureInfo.InvariantCulture, "{0}h {1:00}m", Math.Floor(left.TotalHours), left.Minutes),
    };

    /// <inheritdoc/>
    public override string ToString() => Registry;

    // The factories are internal: a public member must not name a type of the library.
    internal static EcrLogin Of(DockerLogin login) =>
        new(login.Host, login.OSUser ?? Caller, login.Store.Helper ?? "file", login.ConfigPath, login.ExpiresAt);

    internal static EcrLogin Of(Login.LoginResult result) =>
        new(result.Registry, result.Location!.User?.Name ?? Caller, result.Store, result.Location.ConfigPath, result.ExpiresAt);

    internal static EcrLogin OfHelper(string host, DockerConfigLocation location) =>
        new(host, location.User?.Name ?? (location.ConfigPath.EndsWith("/etc/skel/.docker/config.json", StringComparison.Ordinal) ? "(new users)" : Caller), EcrCredentialHelper.Name, location.ConfigPath, expiresAt: null);

    /// <summary>The user of this process.</summary>
    internal static string Caller => OsUser.Current?.Name ?? Environment.UserName;
}
