using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace EcrBoot.Sandbox;

/// <summary>Signature version 4 from the server's side: what the client must have signed, and the signature that follows.</summary>
internal static partial class CanonicalRequest
{
    public static string Signature(Exchange exchange, SignatureHeader header, string timestamp, string secret)
    {
        string canonical = Text(exchange, header.SignedHeaders);
        string toSign = $"AWS4-HMAC-SHA256\n{timestamp}\n{header.Scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";

        byte[] key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string part in header.Scope.Split('/').Append(toSign))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));

        return Hex(key);
    }

    private static string Text(Exchange exchange, string[] signedHeaders)
    {
        string[] target = exchange.Record.Path.Split('?', 2);
        IEnumerable<string> headers = signedHeaders.Select(name =>
            $"{name}:{string.Join(',', exchange.Request.Headers[name].Select(v => Spaces().Replace(v ?? "", " ").Trim()))}\n");
        return string.Join('\n',
            exchange.Request.Method,
            string.Join('/', target[0].Split('/').Select(Uri.EscapeDataString)),
            target.Length == 2 ? Query(target[1]) : "",
            string.Concat(headers),
            string.Join(';', signedHeaders),
            Hex(SHA256.HashData(exchange.Body)));
    }

    private static string Query(string query) => string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Contains('=', StringComparison.Ordinal) ? p : p + "=").Order(StringComparer.Ordinal));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex(" +", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
