using System;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Amazon.Runtime;
using EcrBoot.Docker;

namespace EcrBoot.Token;

/// <summary>Turns what AWS answers, and what the SDK throws, into errors of the field.</summary>
internal static class AwsErrors
{
    private const string Action = "ecr:GetAuthorizationToken";

    /// <summary>The error for an exception of a call to AWS.</summary>
    /// <param name="error">What the call, or the SDK, threw.</param>
    /// <param name="source">Where the credentials came from.</param>
    /// <param name="endpoint">The host that was asked, with its proxy if there is one; null where it is not known.</param>
    /// <param name="role">The role or its ARN, where it is known.</param>
    /// <param name="keys">The keys that were sent, which an answer may repeat; they are masked.</param>
    public static EcrException Of(Exception error, string source, string? endpoint, string? role, AwsKeys? keys = null)
    {
        var found = Classify(error, source, endpoint ?? source, role, keys);

        // The SDK's exceptions quote AWS whole. Where there is something to mask they are not passed on.
        var told = error.ToString();
        return told == Mask(told, keys) && !HoldsToken(told) ? found : new EcrException(found.Reason, found.Problem, found.Remedy);
    }

    private static EcrException Classify(Exception error, string source, string where, string? role, AwsKeys? keys)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is AmazonServiceException { ErrorCode: { Length: > 0 } code } answer)
                return OfAnswer(answer, code, source, where, role, keys);
            if (cause is EcrException known)
                return known;
            if (cause is TimeoutException)
                return New(EcrErrorReason.TimedOut, $"{where} gave no answer within {AwsHttp.TryLimit.TotalSeconds:0} s, several times.", "Check the route to it: security groups, VPC endpoints, HTTPS_PROXY.", error);
            if (cause is AuthenticationException)
                return New(EcrErrorReason.TlsNotTrusted, $"The TLS connection to {where} could not be made: {OneLine(Mask(cause.Message, keys))}", "Set AWS_CA_BUNDLE to the issuer's certificate.", error);
            if (cause is SocketException)
                return New(EcrErrorReason.EndpointUnreachable, $"No connection to {where}: {OneLine(Mask(cause.Message, keys))}", "Check DNS, routes, security groups, the VPC endpoint and HTTPS_PROXY.", error);
            if (cause is JsonException)
                return New(EcrErrorReason.AnswerMalformed, $"The answer of {where} is not valid JSON.", "Check that the endpoint is really AWS's, and any proxy on the way.", error);
        }

        if (error is AmazonServiceException { StatusCode: >= (System.Net.HttpStatusCode)300 } plain)
        {
            var status = ((int)plain.StatusCode).ToString(CultureInfo.InvariantCulture);
            return New(EcrErrorReason.ServiceFault, $"{where} answered HTTP {status}.", "Try again later; if it stays, check the endpoint and any proxy on the way.", error);
        }

        return New(EcrErrorReason.EndpointUnreachable, $"The call to {where} failed: {OneLine(Mask(error.GetBaseException().Message, keys))}", "Check the network, the endpoint and HTTPS_PROXY.", error);
    }

    /// <summary>The role's name in an ARN or in AWS's own words; null where there is none.</summary>
    public static string? RoleOf(string? text)
    {
        if (text is null)
            return null;

        // arn:aws:sts::123456789012:assumed-role/NAME/SESSION, or arn:aws:iam::123456789012:role/PATH/NAME
        const string Assumed = ":assumed-role/";
        var at = text.IndexOf(Assumed, StringComparison.Ordinal);
        if (at >= 0)
            return text.Substring(at + Assumed.Length).Split('/', ' ')[0];
        at = text.IndexOf(":role/", StringComparison.Ordinal);
        if (at < 0)
            return null;
        var path = text.Substring(at + 6).Split(' ')[0].Split('/');
        return path[path.Length - 1];
    }

    /// <summary>Somebody's words on one line, short, without anything that looks like a token, ending in a full stop.</summary>
    public static string OneLine(string text)
    {
        var words = ForeignText.Clean(text).TrimEnd('.');
        return words.EndsWith("…", StringComparison.Ordinal) ? words : words + ".";
    }

    private static EcrException OfAnswer(AmazonServiceException answer, string code, string source, string where, string? role, AwsKeys? keys)
    {
        // Masked before it is shortened: half a secret is no longer recognised.
        var words = OneLine(Mask(answer.Message, keys));
        switch (AwsErrorCode.ReasonOf(code, words))
        {
            case EcrErrorReason.AccessDenied:
                var action = ActionOf(answer.Message) ?? Action;
                var name = RoleOf(answer.Message) ?? RoleOf(role) ?? role;
                var who = name is null ? $"the identity of {source}" : $"the role '{name}'";
                return New(
                    EcrErrorReason.AccessDenied,
                    $"AWS refused {action} to {who}: {words}",
                    action == Action ? "Allow it, for example with the managed policy AmazonEC2ContainerRegistryPullOnly." : "Allow it in the policies of both sides.",
                    answer);

            case EcrErrorReason.CredentialsExpired:
                return New(EcrErrorReason.CredentialsExpired, $"The AWS credentials from {source} have expired.", "Renew them, and try again.", answer);

            case EcrErrorReason.ClockSkew:
                return New(EcrErrorReason.ClockSkew, "AWS refused because of this host's clock: " + words, "Set the clock, for example with chronyd and the Amazon Time Sync Service.", answer);

            case EcrErrorReason.CredentialsInvalid:
                return New(EcrErrorReason.CredentialsInvalid, $"AWS does not accept the credentials from {source}: {words}", "Check the keys, and that they belong to this partition and region.", answer);

            case EcrErrorReason.Throttled:
                return New(EcrErrorReason.Throttled, $"{where} keeps asking to slow down: {words}", "Try again later, and spread the calls of many hosts.", answer);

            default:
                return New(EcrErrorReason.ServiceFault, $"{where} answered {code}: {words}", "Try again later; if it stays, check the endpoint and the AWS Health Dashboard.", answer);
        }
    }

    // "… is not authorized to perform: sts:AssumeRole on resource: …"
    private static string? ActionOf(string words)
    {
        const string Perform = "to perform: ";
        var at = words.IndexOf(Perform, StringComparison.Ordinal);
        return at < 0 ? null : words.Substring(at + Perform.Length).Split(' ', '\n')[0];
    }

    private static string Mask(string text, AwsKeys? keys)
    {
        foreach (var secret in new[] { keys?.SessionToken, keys?.SecretAccessKey })
        {
            if (secret is { Length: > 0 })
                text = text.Replace(secret, "***");
        }

        return text;
    }

    private static bool HoldsToken(string text)
    {
        var run = 0;
        foreach (var c in text)
        {
            run = c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '=' ? run + 1 : 0;
            if (run >= 100)
                return true;
        }

        return false;
    }

    private static EcrException New(EcrErrorReason reason, string problem, string remedy, Exception inner) => new(reason, problem, remedy, inner);
}
