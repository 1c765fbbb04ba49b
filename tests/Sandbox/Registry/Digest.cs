using System;
using System.Security.Cryptography;

namespace EcrBoot.Sandbox;

/// <summary>Content digests, <c>sha256:</c> only as at ECR.</summary>
internal static class Digest
{
    public static string Of(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    public static bool IsDigest(string reference) => reference.StartsWith("sha256:", StringComparison.Ordinal);
}
