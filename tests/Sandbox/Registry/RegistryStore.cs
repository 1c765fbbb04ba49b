using System;
using System.Collections.Concurrent;
using System.Threading;

namespace EcrBoot.Sandbox;

/// <summary>All registries in memory, each with its repositories, within one bound of bytes.</summary>
internal sealed class RegistryStore(long capacity)
{
    private readonly ConcurrentDictionary<string, RegistryContent> _registries = new(StringComparer.Ordinal);
    private long _used;

    /// <summary>The registry of a name such as <c>123456789012.eu-central-1</c>; each begins with <c>hello:latest</c>.</summary>
    public RegistryContent Open(string name) => _registries.GetOrAdd(name, _ =>
    {
        RegistryContent content = new();
        HelloImage.PutInto(content.Repository("hello"));
        return content;
    });

    public bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= capacity)
            return true;

        Release(bytes);
        return false;
    }

    public void Release(long bytes) => Interlocked.Add(ref _used, -bytes);
}
