namespace EcrBoot.Token;

/// <summary>One set of AWS access keys, resolved. It prints as its access key id alone.</summary>
public sealed class AwsKeys
{
    /// <summary>Holds the given keys.</summary>
    /// <param name="accessKeyId">The public part.</param>
    /// <param name="secretAccessKey">The secret part.</param>
    /// <param name="sessionToken">The session token of temporary keys; null for long-lived ones.</param>
    /// <param name="source">Where they came from, in words a person knows.</param>
    /// <param name="role">The role behind them, where it is known.</param>
    public AwsKeys(string accessKeyId, string secretAccessKey, string? sessionToken, string source, string? role = null)
    {
        AccessKeyId = accessKeyId;
        SecretAccessKey = secretAccessKey;
        SessionToken = string.IsNullOrEmpty(sessionToken) ? null : sessionToken;
        Source = source;
        Role = role;
    }

    /// <summary>The public part.</summary>
    public string AccessKeyId { get; }

    /// <summary>Where the keys came from, such as "the instance's role".</summary>
    public string Source { get; }

    /// <summary>The role behind the keys; null where it is not known.</summary>
    public string? Role { get; }

    internal string SecretAccessKey { get; }

    internal string? SessionToken { get; }

    /// <inheritdoc/>
    public override string ToString() => AccessKeyId;
}
