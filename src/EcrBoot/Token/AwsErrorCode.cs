using System;

namespace EcrBoot.Token;

/// <summary>What the error codes of AWS's APIs mean. The codes are those of the ECR and STS API references.</summary>
internal static class AwsErrorCode
{
    /// <summary>The reason behind a code; ServiceFault where it is none that a caller can act on.</summary>
    /// <param name="code">The code, with or without "Exception" at its end.</param>
    /// <param name="words">The message that came with it: a wrong signature may be a wrong clock.</param>
    public static EcrErrorReason ReasonOf(string code, string words)
    {
        var plain = code.EndsWith("Exception", StringComparison.Ordinal) ? code.Substring(0, code.Length - 9) : code;
        return plain switch
        {
            "AccessDenied" or "UnauthorizedOperation" => EcrErrorReason.AccessDenied,
            "ExpiredToken" => EcrErrorReason.CredentialsExpired,
            "RequestExpired" or "RequestTimeTooSkewed" => EcrErrorReason.ClockSkew,
            "InvalidSignature" or "SignatureDoesNotMatch" or "AuthFailure" when IsAboutTime(words) => EcrErrorReason.ClockSkew,
            "UnrecognizedClient" or "InvalidClientTokenId" or "InvalidSignature" or "SignatureDoesNotMatch" or "IncompleteSignature"
                or "MissingAuthenticationToken" or "AuthFailure" => EcrErrorReason.CredentialsInvalid,
            "Throttling" or "ThrottledException" or "TooManyRequests" or "RequestLimitExceeded" or "SlowDown" or "LimitExceeded" => EcrErrorReason.Throttled,
            _ => EcrErrorReason.ServiceFault,
        };
    }

    private static bool IsAboutTime(string words) =>
        words.IndexOf("Signature expired", StringComparison.OrdinalIgnoreCase) >= 0
        || words.IndexOf("Signature not yet current", StringComparison.OrdinalIgnoreCase) >= 0;
}
