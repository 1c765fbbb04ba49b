using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Sandbox;

/// <summary>The blobs, manifests and tags of one repository.</summary>
internal sealed class Repository
{
    private readonly ConcurrentDictionary<string, string> _tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Manifest> _manifests = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Tags => [.. _tags.Keys.Order(StringComparer.Ordinal)];

    public Manifest? Find(string reference) =>
        _manifests.GetValueOrDefault(_tags.GetValueOrDefault(reference, reference));

    public void Put(Manifest manifest, string? tag)
    {
        _manifests[manifest.Digest] = manifest;
        if (tag is not null)
            _tags[tag] = manifest.Digest;
    }

    public bool Remove(string reference)
    {
        if (_tags.TryRemove(reference, out _))
            return true;

        foreach (KeyValuePair<string, string> tag in _tags.Where(t => t.Value == reference))
            _tags.TryRemove(tag);
        return _manifests.TryRemove(reference, out _);
    }
}
