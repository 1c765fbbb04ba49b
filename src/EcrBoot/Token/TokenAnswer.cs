using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using Amazon.Runtime;

namespace EcrBoot.Token;

/// <summary>The answers to GetAuthorizationToken. Source: AWS, API references of ECR and ECR Public, and "Smithy, AWS JSON 1.1" for errors.</summary>
internal static class TokenAnswer
{
    private const double LastSecond = 253402300800; // of the year 9999

    /// <summary>The token in an answer.</summary>
    /// <param name="content">The answer's body.</param>
    /// <param name="clockCorrection">What had to be added to this host's clock.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="EcrException">AnswerMalformed: it holds no token.</exception>
    public static AuthorizationToken Read(byte[] content, TimeSpan clockCorrection)
    {
        using var json = JsonDocument.Parse(content);

        // ECR answers with a list of one, ECR Public with the object itself.
        var data = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("authorizationData", out var found) ? found : default;
        if (data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0)
            data = data[0];
        return AuthorizationToken.Decode(Text(data, "authorizationToken"), Time(data, "expiresAt"), Text(data, "proxyEndpoint"), clockCorrection);
    }

    /// <summary>The error in an answer, as the SDK says it; without a code where the body is no error of AWS's.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="content">Its body.</param>
    public static AmazonServiceException Error(HttpResponseMessage response, byte[] content)
    {
        string? code = null, message = null;
        try
        {
            using var json = JsonDocument.Parse(content);
            code = Text(json.RootElement, "__type") ?? Text(json.RootElement, "code");
            message = Text(json.RootElement, "message") ?? Text(json.RootElement, "Message");
        }
        catch (JsonException)
        {
            // A proxy's page.
        }

        code = Header(response, "x-amzn-ErrorType") ?? code;
        return new AmazonServiceException(message ?? "", innerException: null, ErrorType.Unknown, Plain(code), Header(response, "x-amzn-RequestId"), response.StatusCode);
    }

    /// <summary>Whether the same request may be answered in a moment.</summary>
    public static bool IsPassing(AmazonServiceException error) =>
        error.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or (HttpStatusCode)429
        || (error.ErrorCode is { } code && AwsErrorCode.ReasonOf(code, "") == EcrErrorReason.Throttled);

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    // "com.amazonaws.ecr#ServerException" or "ServerException:http://internal.amazon.com/…"
    private static string? Plain(string? code) => code?.Split(':')[0].Split('#').Last();

    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds) && seconds is > 0 and < LastSecond
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;
}
