namespace EcrBoot.Sandbox;

/// <summary>Where a fault is.</summary>
public enum FaultTarget
{
    /// <summary>The APIs of AWS; for a kind that can only be elsewhere, there: metadata service, registries, or every TLS connection.</summary>
    Default,

    /// <summary>GetAuthorizationToken of Amazon ECR.</summary>
    EcrToken,

    /// <summary>GetAuthorizationToken of Amazon ECR Public.</summary>
    EcrPublicToken,

    /// <summary>The Security Token Service.</summary>
    Sts,

    /// <summary>The instance metadata service.</summary>
    Imds,

    /// <summary>The registries.</summary>
    Registry,

    /// <summary>The CONNECT proxy.</summary>
    Proxy,
}
