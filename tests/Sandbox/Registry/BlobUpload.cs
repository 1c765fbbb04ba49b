using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>A blob on its way in, chunk by chunk.</summary>
internal sealed class BlobUpload(RegistryStore store) : IDisposable
{
    private readonly MemoryStream _content = new();

    public string Id { get; } = Guid.NewGuid().ToString();

    public long Length => _content.Length;

    /// <summary>False when the store is full.</summary>
    public async Task<bool> AppendAsync(Stream body, CancellationToken aborted)
    {
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, aborted)) > 0)
        {
            if (!store.TryReserve(read))
                return false;

            await _content.WriteAsync(buffer.AsMemory(0, read), aborted);
        }

        return true;
    }

    public byte[] ToArray() => _content.ToArray();

    public void Cancel()
    {
        store.Release(_content.Length);
        Dispose();
    }

    public void Dispose() => _content.Dispose();
}
