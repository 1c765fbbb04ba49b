using System;
using System.Management.Automation;
using System.Reflection;
using EcrBoot.Token;

namespace EcrBoot.Abstractions;

/// <summary>
/// Reads the credentials objects of AWS Tools for PowerShell. Its types come from another copy of the AWS SDK, so they are read by the names
/// of their members: <c>AWSPSCredentials.Credentials</c>, <c>AWSCredentials.GetCredentials()</c>, <c>AccessKey</c>, <c>SecretKey</c>, <c>Token</c>.
/// </summary>
internal static class CredentialObject
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The keys an object holds.</summary>
    /// <param name="value">The object.</param>
    /// <param name="source">The parameter or variable it came from.</param>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.NotAwsCredentials"/>.</exception>
    public static AwsKeys Read(object value, string source)
    {
        if (value is PSObject wrapped)
            value = wrapped.BaseObject;
        if (value is PSCredential)
        {
            throw new EcrException(
                EcrErrorReason.NotAwsCredentials,
                $"{source} is a PSCredential, a user name and a password, not AWS credentials.",
                "Give what New-AWSCredential or Use-STSRole returns, or name a profile with -ProfileName.");
        }

        // AWSPSCredentials wraps the credentials, Use-STSRole's answer holds them, and AWSCredentials hands out their keys.
        var holder = Property(value, "Credentials") ?? value;
        if (Keys(holder, source) is { } direct)
            return direct;
        try
        {
            var method = holder.GetType().GetMethod("GetCredentials", Any, binder: null, Type.EmptyTypes, modifiers: null);
            if (method?.Invoke(holder, parameters: null) is { } immutable && Keys(immutable, source) is { } resolved)
                return resolved;
        }
        catch (TargetInvocationException e)
        {
            throw new EcrException(
                EcrErrorReason.NotAwsCredentials,
                $"{source} could not give its keys: {(e.InnerException ?? e).Message}",
                "Renew it, or name a profile with -ProfileName.",
                e);
        }

        throw new EcrException(
            EcrErrorReason.NotAwsCredentials,
            $"{source} is a {value.GetType().Name}, which holds no AWS credentials.",
            "Give what New-AWSCredential or Use-STSRole returns, or name a profile with -ProfileName.");
    }

    /// <summary>A property by its name; null where there is none.</summary>
    public static object? Property(object value, string name) => value.GetType().GetProperty(name, Any)?.GetValue(value);

    private static AwsKeys? Keys(object value, string source)
    {
        var id = (Property(value, "AccessKey") ?? Property(value, "AccessKeyId")) as string;
        var secret = (Property(value, "SecretKey") ?? Property(value, "SecretAccessKey")) as string;
        var token = (Property(value, "Token") ?? Property(value, "SessionToken")) as string;
        return string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret) ? null : new AwsKeys(id!, secret!, token, source);
    }
}
