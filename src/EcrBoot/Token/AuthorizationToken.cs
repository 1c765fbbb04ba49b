using System;
using System.Text;

namespace EcrBoot.Token;

/// <summary>What GetAuthorizationToken gave: a user name and a password for every registry of one region. It never prints the password.</summary>
public sealed class AuthorizationToken
{
    private AuthorizationToken(string userName, string password, DateTimeOffset expiresAt, string? registryHost, TimeSpan clockCorrection)
    {
        UserName = userName;
        Password = password;
        ExpiresAt = expiresAt;
        RegistryHost = registryHost;
        ClockCorrection = clockCorrection;
    }

    /// <summary>Always <c>AWS</c> today.</summary>
    public string UserName { get; }

    /// <summary>The secret, 1,800 to 2,700 characters as a rule.</summary>
    public string Password { get; }

    /// <summary>When the token ends, 12 hours after it was made at most.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The caller's own registry, as AWS names it; null for ECR Public.</summary>
    public string? RegistryHost { get; }

    /// <summary>What had to be added to this host's clock for AWS to accept the request; zero as a rule.</summary>
    public TimeSpan ClockCorrection { get; }

    /// <summary>Takes apart what AWS sent.</summary>
    /// <param name="base64">Base64 of <c>user:password</c>.</param>
    /// <param name="expiresAt">When it ends.</param>
    /// <param name="proxyEndpoint">The caller's registry as a URL; null for ECR Public.</param>
    /// <param name="clockCorrection">See <see cref="ClockCorrection"/>.</param>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.AnswerMalformed"/>.</exception>
    internal static AuthorizationToken Decode(string? base64, DateTimeOffset? expiresAt, string? proxyEndpoint, TimeSpan clockCorrection)
    {
        var pair = "";
        try
        {
            pair = Encoding.UTF8.GetString(Convert.FromBase64String(base64 ?? ""));
        }
        catch (FormatException)
        {
            // Said below, without the text.
        }

        // The password may hold colons of its own: split at the first only.
        var colon = pair.IndexOf(':');
        if (colon < 1 || colon == pair.Length - 1 || expiresAt is null)
        {
            throw new EcrException(
                EcrErrorReason.AnswerMalformed,
                "The answer to GetAuthorizationToken holds no usable token.",
                "Check that the endpoint is really Amazon ECR's, and any proxy on the way.");
        }

        var host = proxyEndpoint is null ? null : Registry.RegistryHost.Of(proxyEndpoint);
        return new AuthorizationToken(pair.Substring(0, colon), pair.Substring(colon + 1), expiresAt.Value, host is "" ? null : host, clockCorrection);
    }

    /// <inheritdoc/>
    public override string ToString() => $"token for {UserName} until {ExpiresAt:O}";
}
