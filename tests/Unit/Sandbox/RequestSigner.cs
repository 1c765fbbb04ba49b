using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using EcrBoot.Sandbox;

namespace EcrBoot.Unit.Sandbox;

/// <summary>Signature version 4 from the client's side, written from its specification and apart from the sandbox's own.</summary>
internal static class RequestSigner
{
    public static void Sign(HttpRequestMessage request, string body, AwsKeys keys, string service, string region, DateTimeOffset? at = null)
    {
        DateTime time = (at ?? DateTimeOffset.UtcNow).UtcDateTime;
        string stamp = time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string day = stamp[..8];
        request.Headers.TryAddWithoutValidation("X-Amz-Date", stamp);
        if (keys.SessionToken is not null)
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", keys.SessionToken);

        SortedDictionary<string, string> signed = new(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority };
        foreach (var header in request.Headers.Where(h => h.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)))
            signed[header.Key.ToLowerInvariant()] = header.Value.First();

        string names = string.Join(';', signed.Keys);
        string canonical = $"{request.Method}\n/\n\n{string.Concat(signed.Select(h => $"{h.Key}:{h.Value}\n"))}\n{names}\n{Hash(body)}";
        string scope = $"{day}/{region}/{service}/aws4_request";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + keys.SecretAccessKey);
        foreach (string part in new[] { day, region, service, "aws4_request" })
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hash(canonical)}")));
        request.Headers.TryAddWithoutValidation("Authorization",
            $"AWS4-HMAC-SHA256 Credential={keys.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
