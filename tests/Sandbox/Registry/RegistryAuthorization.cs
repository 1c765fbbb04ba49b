using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>Who may speak to a registry. Private registries take Basic; public.ecr.aws takes Bearer only, and gives one at /token/.</summary>
internal sealed class RegistryAuthorization(RegistryTokens tokens)
{
    private readonly ConcurrentDictionary<string, bool> _bearers = new(StringComparer.Ordinal);

    /// <summary>True when the request may go on; otherwise it has been answered.</summary>
    public async Task<bool> AdmitAsync(Exchange exchange)
    {
        string? header = exchange.Request.Headers.Authorization;
        bool isPublic = exchange.Host?.IsPublicRegistry == true;
        if (header is null || exchange.Suffers(FaultKind.RegistryRejects))
        {
            exchange.Response.Headers.WWWAuthenticate = isPublic
                ? $"Bearer realm=\"{exchange.Origin}/token/\",service=\"public.ecr.aws\",scope=\"aws\""
                : $"Basic realm=\"{exchange.Origin}/\",service=\"ecr.amazonaws.com\"";
            await exchange.AnswerAsync(401, "text/plain; charset=utf-8", "Not Authorized\n");
            return false;
        }

        TokenVerdict verdict = exchange.Fault?.Kind switch
        {
            FaultKind.ExpiredToken => TokenVerdict.Expired,
            FaultKind.InvalidToken => TokenVerdict.Unknown,
            _ => isPublic ? JudgeBearer(header) : JudgeBasic(exchange.Host?.Region, header, exchange.Record),
        };
        if (verdict == TokenVerdict.Valid)
            return true;

        await (verdict == TokenVerdict.Expired
            ? exchange.RefuseAsync(403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.")
            : exchange.RefuseAsync(400, "DENIED", "Your Authorization Token is invalid."));
        return false;
    }

    /// <summary>The token service of public.ecr.aws: Basic or nobody in, a bearer token out.</summary>
    public Task IssueBearerAsync(Exchange exchange)
    {
        string? header = exchange.Request.Headers.Authorization;
        if (header is not null && JudgeBasic(RegistryTokens.Public, header) != TokenVerdict.Valid)
            return exchange.RefuseAsync(400, "DENIED", "Your Authorization Token is invalid.");

        string bearer = Convert.ToBase64String(RandomNumberGenerator.GetBytes(600));
        _bearers[bearer] = true;
        return exchange.AnswerAsync(200, "application/json; charset=utf-8", JsonText.Of(writer => writer.WriteString("token", bearer)));
    }

    private TokenVerdict JudgeBearer(string header) =>
        !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? TokenVerdict.Unknown
        : _bearers.ContainsKey(header[7..].Trim()) ? TokenVerdict.Valid
        : tokens.Judge(RegistryTokens.Public, header[7..].Trim());

    private TokenVerdict JudgeBasic(string? realm, string header, SandboxRequest? record = null)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return TokenVerdict.Unknown;

        // Decoded and encoded again: a client may leave out the padding.
        string text = header[6..].Trim().TrimEnd('=');
        byte[] bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out int length))
            return TokenVerdict.Unknown;
        string token = Convert.ToBase64String(bytes, 0, length);
        if (record is not null)
            record.AccessKeyId = tokens.Owner(token);
        return tokens.Judge(realm, token);
    }
}
