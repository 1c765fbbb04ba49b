using System;
using System.Collections.Generic;

namespace EcrBoot.Sandbox;

/// <summary>Where the sandbox listens on this host, known once it has started.</summary>
internal sealed class LoopbackEndpoints
{
    public int HttpPort { get; set; }

    public int TlsPort { get; set; }

    /// <summary>The ports of the registries over plain http that are not at <see cref="HttpPort"/>.</summary>
    public IReadOnlyList<int> RegistryPorts { get; set; } = [];

    /// <summary>The port behind the metadata service's own, which must be able to come late.</summary>
    public int ImdsServicePort { get; set; }

    public Uri Http => new($"http://127.0.0.1:{HttpPort}/");

    public Uri Https => new($"https://127.0.0.1:{TlsPort}/");

    public string Registry(bool tls) => tls ? $"https://127.0.0.1:{TlsPort}" : $"http://127.0.0.1:{HttpPort}";
}
