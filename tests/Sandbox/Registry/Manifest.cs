using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace EcrBoot.Sandbox;

/// <summary>A manifest, image or index, byte for byte as it was pushed.</summary>
internal sealed record Manifest(string Digest, string MediaType, byte[] Content)
{
    /// <summary>What it needs to be in the repository already; null when it is no manifest.</summary>
    public static (IReadOnlyList<string> Blobs, IReadOnlyList<string> Manifests)? References(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            List<string> blobs = [];
            if (root.TryGetProperty("config", out JsonElement config))
                blobs.Add(config.GetProperty("digest").GetString()!);
            // A layer with urls (Windows base images) lives elsewhere and is not pushed.
            blobs.AddRange(Items(root, "layers").Where(l => !l.TryGetProperty("urls", out _)).Select(l => l.GetProperty("digest").GetString()!));
            return (blobs, [.. Items(root, "manifests").Select(m => m.GetProperty("digest").GetString()!)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : [];
}
