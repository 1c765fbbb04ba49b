namespace EcrBoot.Sandbox;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Rate exceeded; a registry answers 429.</summary>
    Throttle,

    /// <summary><see cref="Fault.Status"/> is answered, 500 unless told.</summary>
    ServerError,

    /// <summary>The identity may not do this.</summary>
    AccessDenied,

    /// <summary>The credentials are expired; a registry says its token is.</summary>
    ExpiredToken,

    /// <summary>The credentials are unknown; a registry says its token is invalid.</summary>
    InvalidToken,

    /// <summary>The signature is ten minutes too old, whatever the clock says.</summary>
    SignatureExpired,

    /// <summary>200 with a body that is not JSON.</summary>
    MalformedJson,

    /// <summary>The body ends before its Content-Length.</summary>
    CutOffJson,

    /// <summary>The answer comes after <see cref="Fault.Delay"/>.</summary>
    Slow,

    /// <summary>Headers, then a space a second for ever.</summary>
    NeverEnding,

    /// <summary>The request is read and never answered.</summary>
    NoAnswer,

    /// <summary>The connection is reset.</summary>
    ConnectionReset,

    /// <summary>A body of 256 MiB.</summary>
    HugeAnswer,

    /// <summary>200 with an HTML page, as of a captive portal.</summary>
    WrongContentType,

    /// <summary>A redirect to <see cref="Fault.Location"/>.</summary>
    Redirect,

    /// <summary>The registry refuses the token with 401.</summary>
    RegistryRejects,

    /// <summary>The instance has no role (404).</summary>
    NoRole,

    /// <summary>The role has credentials whose Code is not Success.</summary>
    RoleNotAssumable,

    /// <summary>The metadata service is switched off (403).</summary>
    ImdsDisabled,

    /// <summary>The answer to the token request is lost on its way into a container.</summary>
    ImdsHopLimit,

    /// <summary>The metadata service's port refuses connections.</summary>
    ImdsLate,

    /// <summary>Packets to the metadata service vanish: no connection comes about.</summary>
    ImdsAbsent,

    /// <summary>The certificate is issued by a CA the client does not know.</summary>
    UntrustedCertificate,

    /// <summary>The certificate has expired.</summary>
    ExpiredCertificate,

    /// <summary>The certificate is for another name.</summary>
    WrongNameCertificate,
}
