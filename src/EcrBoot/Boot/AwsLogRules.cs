using System;
using EcrBoot.Token;

namespace EcrBoot.Boot;

/// <summary>The lines with which aws-cli 1 and 2 say that there is no password.</summary>
internal static class AwsLogRules
{
    private const string Failed = "An error occurred (";
    private const string Instance = "Attach an instance profile, and in a container set the hop limit of the metadata service to 2.";
    private const string Renew = "Renew the credentials, or use the instance's own role.";

    private static readonly ClassicLogRule[] s_rules =
    {
        new(EcrErrorReason.NoCredentials, "aws found no credentials", Instance, "Unable to locate credentials", "Partial credentials found", "Error when retrieving credentials from"),
        new(EcrErrorReason.RegionUnknown, "aws found no region", "Give it with --region, or set AWS_REGION.", "You must specify a region", "doesn't match a supported format"),
        new(EcrErrorReason.ProfileUnusable, "The profile that aws was to use cannot be used", "Correct AWS_PROFILE, or use the instance's own role.", "The config profile (", "Error loading SSO Token", "Unable to parse config file"),
        new(EcrErrorReason.CredentialsExpired, "The AWS credentials have expired", Renew, "Token has expired and refresh failed", "The SSO session associated with this profile has expired"),
        new(EcrErrorReason.TlsNotTrusted, "aws does not trust the certificate of AWS's endpoint", "Set AWS_CA_BUNDLE to the issuer's certificate.", "SSL validation failed", "SSLError", "CERTIFICATE_VERIFY_FAILED"),
        new(EcrErrorReason.EndpointUnreachable, "aws could not reach AWS's endpoint", "Check DNS, routes, security groups, the VPC endpoint and HTTPS_PROXY.", "Could not connect to the endpoint URL", "Connect timeout on endpoint URL", "Read timeout on endpoint URL", "Failed to connect to proxy URL", "Connection was closed before we received a valid response", "Unable to connect to proxy"),
        new(EcrErrorReason.LoginFailed, "The program aws is not installed, or not on rc.local's PATH", "Install aws-cli, or write its full path.", "aws: command not found", "aws: not found", "aws: No such file or directory"),
        new(EcrErrorReason.LoginFailed, "This version of aws-cli does not know the command", "Update aws-cli: get-login-password came with 1.17.10 and 2.", "argument operation: Invalid choice", "Found invalid choice"),
    };

    /// <summary>The rule for a line; null where it is none of aws-cli's.</summary>
    public static ClassicLogRule? Find(string line, string next)
    {
        var at = line.IndexOf(Failed, StringComparison.Ordinal);
        if (at < 0 || line.IndexOf(')', at) is not (> 0 and var end))
            return Array.Find(s_rules, rule => rule.Matches(line));

        // A number stands where the service's answer was not AWS's JSON; what it was follows, on the next line too.
        var code = line.Substring(at + Failed.Length, end - at - Failed.Length);
        return OfCode(AwsErrorCode.ReasonOf(code is "403" or "400" ? Element(line + next, "Code") ?? code : code, line));
    }

    private static ClassicLogRule OfCode(EcrErrorReason reason) => reason switch
    {
        EcrErrorReason.AccessDenied => new(reason, "AWS refused the token to this identity", "Allow ecr:GetAuthorizationToken, for example with the managed policy AmazonEC2ContainerRegistryPullOnly, and in the policy of the VPC endpoint."),
        EcrErrorReason.CredentialsExpired => new(reason, "The AWS credentials have expired", Renew),
        EcrErrorReason.CredentialsInvalid => new(reason, "AWS does not accept the credentials", "Check the keys, and that they belong to this partition and region."),
        EcrErrorReason.ClockSkew => new(reason, "AWS refused because of this host's clock", "Set the clock, for example with chronyd and the Amazon Time Sync Service."),
        EcrErrorReason.Throttled => new(reason, "AWS kept asking to slow down", "Try again later, and spread the calls of many hosts."),
        _ => new(EcrErrorReason.ServiceFault, "AWS answered with an error", "Try again later; if it stays, check the endpoint and the AWS Health Dashboard."),
    };

    private static string? Element(string xml, string name)
    {
        var at = xml.IndexOf("<" + name + ">", StringComparison.Ordinal);
        var end = at < 0 ? -1 : xml.IndexOf("</" + name + ">", at, StringComparison.Ordinal);
        return end < 0 ? null : xml.Substring(at + name.Length + 2, end - at - name.Length - 2);
    }
}
