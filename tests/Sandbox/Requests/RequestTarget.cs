namespace EcrBoot.Sandbox;

/// <summary>The service a request was for.</summary>
public enum RequestTarget
{
    /// <summary>An AWS name the sandbox does not play.</summary>
    Unknown,

    /// <summary>The API of Amazon ECR.</summary>
    Ecr,

    /// <summary>The API of Amazon ECR Public.</summary>
    EcrPublic,

    /// <summary>The Security Token Service.</summary>
    Sts,

    /// <summary>The instance metadata service.</summary>
    Imds,

    /// <summary>A registry that docker speaks to.</summary>
    Registry,

    /// <summary>The CONNECT proxy.</summary>
    Proxy,
}
