using System;

namespace EcrBoot.Sandbox;

/// <summary>Credentials the sandbox handed out and will accept.</summary>
/// <param name="AccessKeyId"><c>AKIA…</c> for a user's own keys, <c>ASIA…</c> for temporary ones.</param>
/// <param name="SecretAccessKey">The secret, forty characters.</param>
/// <param name="SessionToken">The session token of temporary credentials, else null.</param>
/// <param name="Expiration">When they end by the sandbox's clock; null for a user's own keys.</param>
/// <param name="AccountId">The account they belong to.</param>
/// <param name="Arn">Who they are.</param>
/// <param name="UserId">The unique id that GetCallerIdentity tells.</param>
public sealed record AwsKeys(
    string AccessKeyId,
    string SecretAccessKey,
    string? SessionToken,
    DateTimeOffset? Expiration,
    string AccountId,
    string Arn,
    string UserId)
{
    /// <summary>Only the id: the secret must not slip into a test's log.</summary>
    public override string ToString() => $"{AccessKeyId} ({Arn})";
}
