using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// AWS's Signature Version 4 of a POST without a query, which every call of a JSON API is. The SDK's own signs as well, and sets up a pipeline of twenty
/// handlers before it does. Source: AWS, "Create a signed AWS API request" (IAM User Guide).
/// </summary>
internal static class RequestSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256", Time = "yyyyMMdd'T'HHmmss'Z'", Date = "yyyyMMdd";

    /// <summary>The headers that sign a request.</summary>
    /// <param name="endpoint">Where it is sent to.</param>
    /// <param name="headers">The headers that are signed with it, besides those of the answer and <c>host</c>.</param>
    /// <param name="content">What is sent.</param>
    /// <param name="keys">Whose request it is.</param>
    /// <param name="region">The region that is signed for.</param>
    /// <param name="service">The service that is signed for, such as <c>ecr</c>.</param>
    /// <param name="now">The time by AWS's clock; it refuses what is five minutes off.</param>
    public static IReadOnlyDictionary<string, string> Headers(
        Uri endpoint, IReadOnlyDictionary<string, string> headers, byte[] content, AwsKeys keys, string region, string service, DateTimeOffset now)
    {
        var (time, date) = (now.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture), now.UtcDateTime.ToString(Date, CultureInfo.InvariantCulture));
        var added = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Amz-Date"] = time };
        if (keys.SessionToken is { } session)
            added["X-Amz-Security-Token"] = session;

        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = endpoint.IsDefaultPort ? endpoint.Host : endpoint.Authority };
        foreach (var header in headers.Concat(added))
            signed[header.Key.ToLowerInvariant()] = header.Value.Trim();
        var names = string.Join(";", signed.Keys);

        var request = new StringBuilder("POST\n").Append(endpoint.AbsolutePath).Append("\n\n");
        foreach (var header in signed)
            request.Append(header.Key).Append(':').Append(header.Value).Append('\n');
        request.Append('\n').Append(names).Append('\n').Append(Sha256.Hex(Sha256.Of(content)));

        var scope = $"{date}/{region}/{service}/aws4_request";
        var key = new[] { date, region, service, "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + keys.SecretAccessKey), Sha256.Mac);
        var signature = Sha256.Hex(Sha256.Mac(key, $"{Algorithm}\n{time}\n{scope}\n{Sha256.Of(request.ToString())}"));
        added["Authorization"] = $"{Algorithm} Credential={keys.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}";
        return added;
    }
}
