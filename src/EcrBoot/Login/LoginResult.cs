using System;
using EcrBoot.Docker;

namespace EcrBoot.Login;

/// <summary>What became of one registry for one user: a login, or the error that prevented it.</summary>
public sealed class LoginResult
{
    /// <summary>What the caller called the registry; empty for the caller's own.</summary>
    public string Name { get; set; } = "";

    /// <summary>The registry's host, or what the caller called it where that is no registry.</summary>
    public string Registry { get; set; } = "";

    /// <summary>The region; null where it is not known.</summary>
    public string? Region { get; set; }

    /// <summary>The docker configuration; null where the error came before one was looked at.</summary>
    public DockerConfigLocation? Location { get; set; }

    /// <summary>Where the login is kept: <c>file</c>, or the credential helper's name.</summary>
    public string Store { get; set; } = "";

    /// <summary>When the login ends; null where it was not made.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Whether an ECR credential helper serves this registry already, so that nothing was stored.</summary>
    public bool IsServedByHelper { get; set; }

    /// <summary>Why there is no login; null where there is one.</summary>
    public EcrException? Error { get; set; }
}
