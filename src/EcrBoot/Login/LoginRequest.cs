using System;
using System.Collections.Generic;
using EcrBoot.Docker;
using EcrBoot.Token;

namespace EcrBoot.Login;

/// <summary>Which registries to log in to, as whom, and where to keep the logins.</summary>
public sealed class LoginRequest
{
    /// <summary>Registries by host, URL, image reference or account id; none means the caller's own.</summary>
    public IReadOnlyList<string> Registries { get; set; } = Array.Empty<string>();

    /// <summary>The AWS identity.</summary>
    public AwsIdentity Identity { get; set; } = new();

    /// <summary>The time everything together may take; 60 s by default. Token calls get three fifths of it, so that one that hangs leaves the other regions time.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether to set up this project's credential helper for the registries first, where no other one serves them. Default: no.</summary>
    public bool UseHelper { get; set; }

    /// <summary>The docker configurations to write, one a user.</summary>
    public IReadOnlyList<DockerConfigLocation> Locations { get; set; } = Array.Empty<DockerConfigLocation>();
}
