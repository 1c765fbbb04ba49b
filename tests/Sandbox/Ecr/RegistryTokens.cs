using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EcrBoot.Sandbox;

/// <summary>The registry tokens issued so far, in the form and size of the real ones: base64 of <c>AWS:</c> and a base64 JSON with an <c>expiration</c>.</summary>
public sealed class RegistryTokens
{
    internal const string Public = "public";

    private readonly ConcurrentDictionary<string, (string Realm, DateTimeOffset Expires, string? Owner)> _issued = new(StringComparer.Ordinal);
    private readonly SandboxOptions _options;
    private readonly SandboxClock _clock;

    internal RegistryTokens(SandboxOptions options, SandboxClock clock)
    {
        _options = options;
        _clock = clock;
    }

    /// <summary>Told of each token as it is issued, to look for it where it must not be.</summary>
    public Action<string>? Watcher { get; set; }

    /// <summary>Issues an authorization token for the private registries of a region; a negative lifetime makes an expired one.</summary>
    public string Issue(string region, TimeSpan? lifetime = null) => Issue(region, lifetime, out _);

    /// <summary>Issues an authorization token for ECR Public.</summary>
    public string IssuePublic(TimeSpan? lifetime = null) => Issue(Public, lifetime, out _);

    /// <summary>Forgets all tokens, as when AWS rotates its keys: the registries refuse them from now on.</summary>
    public void Revoke() => _issued.Clear();

    /// <summary>Issues a token as the API does.</summary>
    /// <param name="realm">A region, or ECR Public.</param>
    /// <param name="lifetime">How long it is good for.</param>
    /// <param name="expires">When it ends.</param>
    /// <param name="owner">The access key id of whoever asked.</param>
    internal string Issue(string realm, TimeSpan? lifetime, out DateTimeOffset expires, string? owner = null)
    {
        expires = _clock.UtcNow + (lifetime ?? _options.TokenLifetime);
        string token = Convert.ToBase64String(Encoding.ASCII.GetBytes("AWS:" + Password(expires)));
        _issued[Key(token)] = (realm, expires, owner);
        Watcher?.Invoke(token);
        return token;
    }

    /// <summary>Judges the credentials of a Basic header, which are the authorization token itself.</summary>
    internal TokenVerdict Judge(string? realm, string authorizationToken) =>
        !_issued.TryGetValue(Key(authorizationToken), out var issued) ? TokenVerdict.Unknown
        : realm is not null ? issued.Realm == realm ? Current(issued.Expires) : TokenVerdict.Unknown
        : issued.Realm != Public ? Current(issued.Expires) : TokenVerdict.Unknown;

    /// <summary>The access key id that a token was given to; null for tokens not asked for at the API.</summary>
    internal string? Owner(string authorizationToken) => _issued.TryGetValue(Key(authorizationToken), out var issued) ? issued.Owner : null;

    private TokenVerdict Current(DateTimeOffset expires) => expires > _clock.UtcNow ? TokenVerdict.Valid : TokenVerdict.Expired;

    private string Password(DateTimeOffset expires)
    {
        const string type = "DATA_KEY";
        string dataKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(184));
        long expiration = expires.ToUnixTimeSeconds();
        // Two layers of base64 grow by a third each: what the payload must have for the whole to have the length asked for.
        int rest = JsonText.Of(w => Write(w, "")).Length;
        int json = ((_options.TokenLength * 3 / 4) - "AWS:".Length) * 3 / 4;
        string payload = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Math.Max(0, json - rest) * 3 / 4));
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(JsonText.Of(w => Write(w, payload))));

        void Write(Utf8JsonWriter writer, string text)
        {
            writer.WriteString("payload", text);
            writer.WriteString("datakey", dataKey);
            writer.WriteString("version", "2");
            writer.WriteString("type", type);
            writer.WriteNumber("expiration", expiration);
        }
    }

    // The tokens themselves are not kept: a dump of a test shows none.
    private static string Key(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
