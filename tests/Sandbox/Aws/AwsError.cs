using System;
using System.Globalization;

namespace EcrBoot.Sandbox;

/// <summary>An error as the JSON services of AWS say it; <see cref="ForQuery"/> gives the words of the query services (STS).</summary>
internal sealed record AwsError(string Code, int Status, string Message)
{
    public static AwsError Throttled { get; } = new("ThrottlingException", 400, "Rate exceeded");

    public static AwsError KeysExpired { get; } = new("ExpiredTokenException", 400, "The security token included in the request is expired");

    public static AwsError KeysUnknown { get; } = new("UnrecognizedClientException", 400, "The security token included in the request is invalid.");

    public static AwsError NotSigned { get; } = new("MissingAuthenticationTokenException", 400, "Missing Authentication Token");

    public static AwsError WrongRegion { get; } = new("InvalidSignatureException", 400, "Credential should be scoped to a valid region.");

    public static AwsError WrongSignature { get; } = new("InvalidSignatureException", 400,
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");

    public static AwsError UnknownOperation { get; } = new("UnknownOperationException", 400, "");

    public static AwsError IncompleteSignature(string missing) => new("IncompleteSignatureException", 400, missing);

    public static AwsError WrongService(string service) =>
        new("InvalidSignatureException", 400, $"Credential should be scoped to correct service: '{service}'.");

    public static AwsError AccessDenied(string arn, string action) => new("AccessDeniedException", 400,
        $"User: {arn} is not authorized to perform: {action} on resource: * because no identity-based policy allows the {action} action");

    public static AwsError InvalidParameter(string message) => new("InvalidParameterException", 400, message);

    public static AwsError ServerFault(int status) => status == 500
        ? new("ServerException", 500, "Service failure")
        : new("ServiceUnavailableException", status, "Service is unable to handle request.");

    public static AwsError SignatureExpired(DateTimeOffset signed, DateTimeOffset now) => new("InvalidSignatureException", 400,
        $"Signature expired: {Basic(signed)} is now earlier than {Basic(now.AddMinutes(-5))} ({Basic(now)} - 5 min.)");

    public static AwsError SignatureTooEarly(DateTimeOffset signed, DateTimeOffset now) => new("InvalidSignatureException", 400,
        $"Signature not yet current: {Basic(signed)} is still later than {Basic(now.AddMinutes(5))} ({Basic(now)} + 5 min.)");

    /// <summary>STS has older names for the same, and answers 403 where the JSON services answer 400.</summary>
    public AwsError ForQuery() => Code switch
    {
        "ThrottlingException" => this with { Code = "Throttling" },
        "ExpiredTokenException" => this with { Code = "ExpiredToken", Status = 403 },
        "UnrecognizedClientException" => this with { Code = "InvalidClientTokenId", Status = 403 },
        "MissingAuthenticationTokenException" => this with { Code = "MissingAuthenticationToken", Status = 403, Message = "Request is missing Authentication Token" },
        "InvalidSignatureException" => this with { Code = "SignatureDoesNotMatch", Status = 403 },
        "IncompleteSignatureException" => this with { Code = "IncompleteSignature", Status = 403 },
        "AccessDeniedException" => this with { Code = "AccessDenied", Status = 403 },
        "ServerException" => this with { Code = "InternalFailure" },
        "ServiceUnavailableException" => this with { Code = "ServiceUnavailable" },
        "UnknownOperationException" => this with { Code = "InvalidAction", Message = "Could not find operation" },
        _ => this,
    };

    private static string Basic(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
