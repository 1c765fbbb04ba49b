using System.IO;
using System.IO.Compression;
using System.Text;

namespace EcrBoot.Sandbox;

/// <summary>The image every registry begins with: one empty layer, enough to be pulled.</summary>
internal static class HelloImage
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private const string ConfigType = "application/vnd.docker.container.image.v1+json";
    private const string LayerType = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /// <summary>Two blocks of zeros are a tar archive with nothing in it.</summary>
    private static readonly byte[] EmptyTar = new byte[1024];

    public static void PutInto(Repository repository)
    {
        byte[] layer = Compress(EmptyTar);
        byte[] config = Encoding.UTF8.GetBytes(JsonText.Of(writer =>
        {
            writer.WriteString("architecture", "amd64");
            writer.WriteString("os", "linux");
            writer.WriteString("created", "2026-01-01T00:00:00Z");
            writer.WriteStartObject("config");
            writer.WriteEndObject();
            writer.WriteStartObject("rootfs");
            writer.WriteString("type", "layers");
            writer.WriteStartArray("diff_ids");
            writer.WriteStringValue(Digest.Of(EmptyTar));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }));
        byte[] manifest = Encoding.UTF8.GetBytes($$"""
            {
               "schemaVersion": 2,
               "mediaType": "{{ManifestType}}",
               "config": { "mediaType": "{{ConfigType}}", "size": {{config.Length}}, "digest": "{{Digest.Of(config)}}" },
               "layers": [ { "mediaType": "{{LayerType}}", "size": {{layer.Length}}, "digest": "{{Digest.Of(layer)}}" } ]
            }
            """);

        repository.Blobs[Digest.Of(layer)] = layer;
        repository.Blobs[Digest.Of(config)] = config;
        repository.Put(new Manifest(Digest.Of(manifest), ManifestType, manifest), "latest");
    }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Optimal))
            gzip.Write(content);
        return stream.ToArray();
    }
}
