using System;
using System.Globalization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace EcrBoot.Sandbox;

/// <summary>Blobs of a registry: uploaded in one piece or in chunks, checked by digest, read back.</summary>
internal sealed class BlobEndpoint(RegistryStore store)
{
    public Task ReadAsync(Exchange exchange, RegistryContent content, string name, string digest)
    {
        if (content.Find(name) is not { } repository)
            return exchange.NameUnknownAsync(name);
        if (!repository.Blobs.TryGetValue(digest, out byte[]? blob))
            return exchange.BlobUnknownAsync();
        if (exchange.Request.Method is not ("GET" or "HEAD"))
            return exchange.RefuseAsync(405, "UNSUPPORTED", "The operation is unsupported");

        exchange.Response.Headers["Docker-Content-Digest"] = digest;
        return exchange.AnswerAsync(200, "application/octet-stream", blob);
    }

    public Task UploadAsync(Exchange exchange, RegistryContent content, string name, string id)
    {
        if (id.Length == 0)
            return exchange.Request.Method == "POST" ? BeginAsync(exchange, content, name) : exchange.RefuseAsync(405, "UNSUPPORTED", "The operation is unsupported");
        if (!content.Uploads.TryGetValue(id, out BlobUpload? upload))
            return exchange.RefuseAsync(404, "BLOB_UPLOAD_UNKNOWN", "The upload could not be found");

        switch (exchange.Request.Method)
        {
            case "PATCH":
                return AppendAsync(exchange, content, name, upload);
            case "PUT":
                return EndAsync(exchange, content, name, upload);
            case "GET":
                return ProgressAsync(exchange, name, upload, StatusCodes.Status204NoContent);
            default:
                Cancel(content, upload);
                exchange.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
        }
    }

    private Task BeginAsync(Exchange exchange, RegistryContent content, string name)
    {
        IQueryCollection query = exchange.Request.Query;
        Repository repository = content.Repository(name);
        if (query["mount"].ToString() is { Length: > 0 } mount && content.Find(query["from"].ToString())?.Blobs.TryGetValue(mount, out byte[]? blob) == true)
        {
            repository.Blobs[mount] = blob;
            return CreatedAsync(exchange, name, mount);
        }

        BlobUpload upload = new(store);
        content.Uploads[upload.Id] = upload;
        return query.ContainsKey("digest")
            ? EndAsync(exchange, content, name, upload)
            : ProgressAsync(exchange, name, upload, StatusCodes.Status202Accepted);
    }

    private static async Task AppendAsync(Exchange exchange, RegistryContent content, string name, BlobUpload upload)
    {
        string range = exchange.Request.Headers.ContentRange.ToString();
        if (range.Length > 0 && !range.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{upload.Length}-"), StringComparison.Ordinal))
            await ProgressAsync(exchange, name, upload, StatusCodes.Status416RangeNotSatisfiable);
        else if (await upload.AppendAsync(exchange.Request.Body, exchange.Aborted))
            await ProgressAsync(exchange, name, upload, StatusCodes.Status202Accepted);
        else
            await FullAsync(exchange, content, upload);
    }

    private static async Task EndAsync(Exchange exchange, RegistryContent content, string name, BlobUpload upload)
    {
        if (!await upload.AppendAsync(exchange.Request.Body, exchange.Aborted))
        {
            await FullAsync(exchange, content, upload);
            return;
        }

        content.Uploads.TryRemove(upload.Id, out _);
        byte[] blob = upload.ToArray();
        string digest = Digest.Of(blob);
        if (digest == exchange.Request.Query["digest"].ToString())
        {
            content.Repository(name).Blobs[digest] = blob;
            upload.Dispose();
            await CreatedAsync(exchange, name, digest);
        }
        else
        {
            upload.Cancel();
            await exchange.RefuseAsync(400, "DIGEST_INVALID", $"The digest of what was uploaded is {digest}");
        }
    }

    private static Task FullAsync(Exchange exchange, RegistryContent content, BlobUpload upload)
    {
        Cancel(content, upload);
        return exchange.FullAsync();
    }

    private static void Cancel(RegistryContent content, BlobUpload upload)
    {
        content.Uploads.TryRemove(upload.Id, out _);
        upload.Cancel();
    }

    private static Task ProgressAsync(Exchange exchange, string name, BlobUpload upload, int status)
    {
        exchange.Response.Headers.Location = $"{exchange.Origin}/v2/{name}/blobs/uploads/{upload.Id}";
        exchange.Response.Headers["Docker-Upload-UUID"] = upload.Id;
        exchange.Response.Headers.Range = string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, upload.Length - 1)}");
        exchange.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task CreatedAsync(Exchange exchange, string name, string digest)
    {
        exchange.Response.Headers.Location = $"{exchange.Origin}/v2/{name}/blobs/{digest}";
        exchange.Response.Headers["Docker-Content-Digest"] = digest;
        exchange.Response.StatusCode = StatusCodes.Status201Created;
        return Task.CompletedTask;
    }
}
