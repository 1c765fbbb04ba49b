using System;
using System.Collections.Generic;

namespace EcrBoot.Sandbox;

/// <summary>The EC2 host and the AWS account that a sandbox plays.</summary>
public sealed record SandboxOptions
{
    /// <summary>The account the instance belongs to, twelve digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>The region the instance runs in; also that of the loopback registry.</summary>
    public string Region { get; init; } = "eu-central-1";

    /// <summary>The role of the instance profile; null for an instance without one.</summary>
    public string? RoleName { get; init; } = "runner";

    /// <summary>The instance's id, which is also the session name of its role.</summary>
    public string InstanceId { get; init; } = "i-0123456789abcdef0";

    /// <summary>How long a registry token is good for; 12 hours at AWS.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Characters of an authorization token (base64 of <c>AWS:password</c>), reached to within a few; 2,700 is common at AWS.</summary>
    public int TokenLength { get; init; } = 2700;

    /// <summary>How long the role's credentials are good for; 6 hours at AWS.</summary>
    public TimeSpan CredentialLifetime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The most bytes of blobs and manifests all registries together keep.</summary>
    public long RegistryCapacity { get; init; } = 512L * 1024 * 1024;

    /// <summary>How many loopback registries there are over plain http: the one at the http endpoint, and others at free ports.</summary>
    public int LoopbackRegistries { get; init; } = 1;

    /// <summary>By how much the sandbox's clock is ahead of this host's.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Whether its certificates have RSA's keys, which clients take that know no elliptic curves; off by default, for they are slow to make.</summary>
    public bool RsaCertificates { get; init; }

    /// <summary>By how much the metadata service's Date is ahead of this host's; null for the sandbox's own clock.</summary>
    public TimeSpan? MetadataClockSkew { get; init; }

    /// <summary>A real registry behind the private ones, with its own login in the address; null for the sandbox's.</summary>
    public Uri? RegistryUpstream { get; init; }

    /// <summary>Faults that are there from the first connection on.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Port of the http endpoint; 0 takes a free one, as for the ports below.</summary>
    public int Port { get; init; }

    /// <summary>Port of the https endpoint.</summary>
    public int TlsPort { get; init; }

    /// <summary>Port of the instance metadata service.</summary>
    public int ImdsPort { get; init; }

    /// <summary>Port of the CONNECT proxy.</summary>
    public int ProxyPort { get; init; }
}
