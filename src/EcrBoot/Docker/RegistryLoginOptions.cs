using System;
using System.Collections.Generic;

namespace EcrBoot.Docker;

/// <summary>What can be chosen for <see cref="RegistryLogin"/>.</summary>
public sealed class RegistryLoginOptions
{
    /// <summary>The longest that a registry may take to answer. Default: 10 seconds.</summary>
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Folders in which docker keeps the certificates of registries, as <c>HOST/*.crt</c>. Default: /etc/docker/certs.d, on Windows
    /// %ProgramData%\docker\certs.d, and docker/certs.d in the user's configuration folder, which rootless docker has.
    /// </summary>
    public IReadOnlyList<string>? CertificateFolders { get; set; }
}
