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

    /// <summary>The docker configurations to write, one a user.</summary>
    public IReadOnlyList<DockerConfigLocation> Locations { get; set; } = Array.Empty<DockerConfigLocation>();
}
