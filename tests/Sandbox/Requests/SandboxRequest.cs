using System;

namespace EcrBoot.Sandbox;

/// <summary>One request the sandbox saw. Secrets are not in it: no Authorization value, no body.</summary>
public sealed class SandboxRequest
{
    /// <summary>When it arrived, by this host's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The service it was for.</summary>
    public required RequestTarget Target { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, with the query.</summary>
    public required string Path { get; init; }

    /// <summary>The Host header, port included.</summary>
    public required string Host { get; init; }

    /// <summary>What was asked for: the API's operation, or null.</summary>
    public string? Operation { get; internal set; }

    /// <summary>The region of the host's name, else the one signed for.</summary>
    public string? Region { get; internal set; }

    /// <summary>The access key id the request was signed with; at a registry, the one its token was given to.</summary>
    public string? AccessKeyId { get; internal set; }

    /// <summary>The status answered; 0 while none was sent.</summary>
    public int Status { get; internal set; }

    /// <summary>The User-Agent header.</summary>
    public string? UserAgent { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Time:HH:mm:ss.fff} {Target} {Method} {Host}{Path}{(Operation is null ? "" : " " + Operation)} {(Status == 0 ? "no answer" : Status)}";
}
