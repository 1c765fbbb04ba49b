using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace EcrBoot.Sandbox;

/// <summary>Every request the sandbox saw, in the order of arrival. Reading takes a snapshot, so it may be read while requests come in.</summary>
public sealed class RequestLog : IReadOnlyCollection<SandboxRequest>
{
    private readonly Lock _lock = new();
    private List<SandboxRequest> _requests = [];

    /// <summary>Told of each request when it has been answered, or has come to its end without.</summary>
    public Action<SandboxRequest>? Watcher { get; set; }

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_lock)
                return _requests.Count;
        }
    }

    /// <summary>How many times a private registry token was asked for, in one region or in all.</summary>
    public int TokenCalls(string? region = null) => this.Count(r =>
        r.Target == RequestTarget.Ecr && r.Operation == "GetAuthorizationToken" && (region is null || r.Region == region));

    /// <summary>How many times a token of ECR Public was asked for.</summary>
    public int PublicTokenCalls() => this.Count(r => r.Target == RequestTarget.EcrPublic && r.Operation == "GetAuthorizationToken");

    /// <summary>The requests for one service.</summary>
    public IReadOnlyList<SandboxRequest> For(RequestTarget target) => [.. this.Where(r => r.Target == target)];

    /// <summary>Forgets what was seen so far.</summary>
    public void Clear()
    {
        lock (_lock)
            _requests = [];
    }

    /// <inheritdoc/>
    public IEnumerator<SandboxRequest> GetEnumerator()
    {
        List<SandboxRequest> snapshot;
        lock (_lock)
            snapshot = [.. _requests];

        return snapshot.GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(SandboxRequest request)
    {
        lock (_lock)
            _requests.Add(request);
    }

    internal void End(SandboxRequest request) => Watcher?.Invoke(request);
}
