using System;

namespace EcrBoot.Docker;

/// <summary>A login that docker would use, without its secret; or the error of a helper that could not be asked for it.</summary>
public sealed class DockerLogin
{
    internal DockerLogin(string host, LoginStore store, DockerConfigLocation location)
    {
        Host = host;
        Store = store;
        ConfigPath = location.ConfigPath;
        OSUser = location.User?.Name;
    }

    /// <summary>The registry's host name; empty where <see cref="Error"/> is that a helper cannot list what it keeps.</summary>
    public string Host { get; }

    /// <summary>The user name at the registry; null where an ECR credential helper gets a login when one is needed.</summary>
    public string? UserName { get; internal set; }

    /// <summary>Where it is kept. With an ECR credential helper it is not kept at all.</summary>
    public LoginStore Store { get; }

    /// <summary>The docker configuration.</summary>
    public string ConfigPath { get; }

    /// <summary>The user of this host whose configuration it is; null for the process's own.</summary>
    public string? OSUser { get; }

    /// <summary>When the password ends; null where it does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; internal set; }

    /// <summary>Why the helper did not give the login; null where it did.</summary>
    public EcrException? Error { get; internal set; }
}
