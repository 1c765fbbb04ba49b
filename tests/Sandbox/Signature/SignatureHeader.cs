using System;
using System.Linq;

namespace EcrBoot.Sandbox;

/// <summary>The parts of an <c>Authorization: AWS4-HMAC-SHA256</c> header.</summary>
internal sealed record SignatureHeader(string AccessKeyId, string Date, string Region, string Service, string[] SignedHeaders, string Signature)
{
    private const string Algorithm = "AWS4-HMAC-SHA256 ";

    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    public static SignatureHeader? Parse(string? authorization)
    {
        if (authorization?.StartsWith(Algorithm, StringComparison.Ordinal) != true)
            return null;

        var parts = authorization[Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToLookup(p => p[0], p => p[1], StringComparer.Ordinal);
        string[] credential = (parts["Credential"].FirstOrDefault() ?? "").Split('/');
        string? signed = parts["SignedHeaders"].FirstOrDefault();
        string? signature = parts["Signature"].FirstOrDefault();
        return credential.Length == 5 && credential[4] == "aws4_request" && signed is not null && signature is not null
            ? new(credential[0], credential[1], credential[2], credential[3], signed.Split(';'), signature)
            : null;
    }
}
