using System;
using System.Collections.Concurrent;

namespace EcrBoot.Sandbox;

/// <summary>What one registry holds. A repository is created by the first push, as ECR can be set to do.</summary>
internal sealed class RegistryContent
{
    private readonly ConcurrentDictionary<string, Repository> _repositories = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, BlobUpload> Uploads { get; } = new(StringComparer.Ordinal);

    public Repository Repository(string name) => _repositories.GetOrAdd(name, _ => new Repository());

    public Repository? Find(string name) => _repositories.TryGetValue(name, out Repository? repository) ? repository : null;
}
