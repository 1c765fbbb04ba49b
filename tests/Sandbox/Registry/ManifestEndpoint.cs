using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace EcrBoot.Sandbox;

/// <summary>Manifests of a registry, by tag and by digest.</summary>
internal sealed class ManifestEndpoint(RegistryStore store)
{
    /// <summary>The bound of Amazon ECR.</summary>
    private const int MaxManifest = 4 * 1024 * 1024;

    public Task AnswerAsync(Exchange exchange, RegistryContent content, string name, string reference)
    {
        if (exchange.Request.Method == "PUT")
            return PutAsync(exchange, content.Repository(name), name, reference);
        if (content.Find(name) is not { } repository)
            return exchange.NameUnknownAsync(name);
        if (repository.Find(reference) is not { } manifest)
            return exchange.RefuseAsync(404, "MANIFEST_UNKNOWN", "Requested image not found");

        if (exchange.Request.Method == "DELETE")
        {
            repository.Remove(reference);
            exchange.Response.StatusCode = StatusCodes.Status202Accepted;
            return Task.CompletedTask;
        }

        exchange.Response.Headers["Docker-Content-Digest"] = manifest.Digest;
        return exchange.AnswerAsync(200, manifest.MediaType, manifest.Content);
    }

    private async Task PutAsync(Exchange exchange, Repository repository, string name, string reference)
    {
        byte[] bytes = await exchange.Request.ReadBodyAsync(MaxManifest, exchange.Aborted);
        string digest = Digest.Of(bytes);
        bool byDigest = Digest.IsDigest(reference);
        if (Manifest.References(bytes) is not { } needed)
            await exchange.RefuseAsync(400, "MANIFEST_INVALID", "The manifest is not valid");
        else if (byDigest && digest != reference)
            await exchange.RefuseAsync(400, "DIGEST_INVALID", $"The digest of the manifest is {digest}");
        else if (needed.Blobs.FirstOrDefault(b => !repository.Blobs.ContainsKey(b)) is { } blob)
            await exchange.RefuseAsync(400, "MANIFEST_BLOB_UNKNOWN", $"The layer {blob} was not uploaded");
        else if (needed.Manifests.FirstOrDefault(m => repository.Find(m) is null) is { } image)
            await exchange.RefuseAsync(400, "MANIFEST_BLOB_UNKNOWN", $"The image {image} was not pushed");
        else if (!store.TryReserve(bytes.Length))
            await exchange.FullAsync();
        else
        {
            repository.Put(new Manifest(digest, exchange.Request.ContentType ?? "application/vnd.oci.image.manifest.v1+json", bytes), byDigest ? null : reference);
            exchange.Response.Headers.Location = $"{exchange.Origin}/v2/{name}/manifests/{digest}";
            exchange.Response.Headers["Docker-Content-Digest"] = digest;
            exchange.Response.StatusCode = StatusCodes.Status201Created;
        }
    }
}
