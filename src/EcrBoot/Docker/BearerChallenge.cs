using System;
using System.Net.Http;
using System.Text.RegularExpressions;

namespace EcrBoot.Docker;

/// <summary>A registry's <c>WWW-Authenticate: Bearer realm="…",service="…"</c>: a token server stands beside it (distribution's token specification).</summary>
internal sealed class BearerChallenge
{
    private readonly string? _service;

    private BearerChallenge(Uri realm, string? service)
    {
        Realm = realm;
        _service = service;
    }

    /// <summary>The token server's address.</summary>
    public Uri Realm { get; }

    /// <summary>The challenge of an answer; null where it has none that can be used.</summary>
    public static BearerChallenge? Of(HttpResponseMessage answer)
    {
        foreach (var header in answer.Headers.WwwAuthenticate)
        {
            if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                && Uri.TryCreate(Value(header.Parameter, "realm"), UriKind.Absolute, out var realm)
                && (realm.Scheme == Uri.UriSchemeHttps || realm.Scheme == Uri.UriSchemeHttp))
            {
                return new BearerChallenge(realm, Value(header.Parameter, "service"));
            }
        }

        return null;
    }

    /// <summary>The address to ask, as docker login asks it.</summary>
    public Uri Request(string account) => new(
        Realm.AbsoluteUri + (Realm.Query.Length > 0 ? "&" : "?")
        + "account=" + Uri.EscapeDataString(account) + "&client_id=docker&offline_token=true"
        + (_service is null ? "" : "&service=" + Uri.EscapeDataString(_service)));

    private static string? Value(string? parameters, string name) =>
        Regex.Match(parameters ?? "", "(?:^|[,\\s])" + name + "=\"([^\"]*)\"", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            is { Success: true } match ? match.Groups[1].Value : null;
}
