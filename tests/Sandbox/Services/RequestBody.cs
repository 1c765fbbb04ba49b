using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace EcrBoot.Sandbox;

/// <summary>Reads a body whole, within a bound.</summary>
internal static class RequestBody
{
    public static async Task<byte[]> ReadBodyAsync(this HttpRequest request, int bound, CancellationToken aborted)
    {
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, aborted)) > 0)
        {
            await body.WriteAsync(buffer.AsMemory(0, read), aborted);
            if (body.Length > bound)
                throw new BadHttpRequestException("The request is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        return body.ToArray();
    }
}
