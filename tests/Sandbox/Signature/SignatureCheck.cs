using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace EcrBoot.Sandbox;

/// <summary>Says who signed a request, or in AWS's words why it is refused.</summary>
internal sealed class SignatureCheck(KeyVault vault)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public (AwsKeys? Keys, AwsError? Error) Check(Exchange exchange, string service, string? region)
    {
        IHeaderDictionary headers = exchange.Request.Headers;
        if (StringValues.IsNullOrEmpty(headers.Authorization))
            return (null, AwsError.NotSigned);
        if (SignatureHeader.Parse(headers.Authorization) is not { } header)
            return (null, AwsError.IncompleteSignature("Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters."));
        if (Array.IndexOf(header.SignedHeaders, "host") < 0)
            return (null, AwsError.IncompleteSignature("'Host' must be a 'SignedHeader' in the AWS Authorization."));

        string timestamp = headers["X-Amz-Date"].ToString();
        if (!DateTimeOffset.TryParseExact(timestamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset signed))
            return (null, AwsError.IncompleteSignature("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."));
        if (!timestamp.StartsWith(header.Date, StringComparison.Ordinal))
            return (null, AwsError.WrongSignature);

        AwsKeys? keys = vault.Find(header.AccessKeyId);
        if (keys is null || !SameToken(keys.SessionToken, headers["X-Amz-Security-Token"]))
            return (null, AwsError.KeysUnknown);
        if (keys.Expiration <= exchange.Clock.UtcNow)
            return (null, AwsError.KeysExpired);

        AwsError? error = CheckScope(header, service, region) ?? CheckTime(signed, exchange.Clock.UtcNow);
        if (error is not null)
            return (null, error);

        string expected = CanonicalRequest.Signature(exchange, header, timestamp, keys.SecretAccessKey);
        return expected == header.Signature ? (keys, null) : (null, AwsError.WrongSignature);
    }

    private static AwsError? CheckScope(SignatureHeader header, string service, string? region) =>
        header.Service != service ? AwsError.WrongService(service)
        : region is not null && header.Region != region ? AwsError.WrongRegion
        : null;

    private static AwsError? CheckTime(DateTimeOffset signed, DateTimeOffset now) =>
        signed < now - Tolerance ? AwsError.SignatureExpired(signed, now)
        : signed > now + Tolerance ? AwsError.SignatureTooEarly(signed, now)
        : null;

    private static bool SameToken(string? expected, StringValues sent) => expected is null
        ? StringValues.IsNullOrEmpty(sent)
        : CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(sent.ToString()));
}
