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
        if (value is PSCredential or PSObject { BaseObject: PSCredential })
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
            var type = holder is PSObject wrapped ? wrapped.BaseObject.GetType() : holder.GetType();
            var method = type.GetMethod("GetCredentials", Any, binder: null, Type.EmptyTypes, modifiers: null);
            if (method?.Invoke(holder is PSObject inner ? inner.BaseObject : holder, parameters: null) is { } immutable && Keys(immutable, source) is { } resolved)
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
            $"{source} is a {(value is PSObject other ? other.BaseObject : value).GetType().Name}, which holds no AWS credentials.",
            "Give what New-AWSCredential or Use-STSRole returns, or name a profile with -ProfileName.");
    }

    /// <summary>A property by its name, also one that a session or a job has added; null where there is none.</summary>
    public static object? Property(object value, string name)
    {
        var known = value as PSObject ?? PSObject.AsPSObject(value);
        var found = known.Properties[name] is { IsGettable: true } property
            ? property.Value
            : known.BaseObject.GetType().GetProperty(name, Any)?.GetValue(known.BaseObject);
        return found is PSObject { BaseObject: string text } ? text : found;
    }

    private static AwsKeys? Keys(object value, string source)
    {
        var id = (Property(value, "AccessKey") ?? Property(value, "AccessKeyId")) as string;
        var secret = (Property(value, "SecretKey") ?? Property(value, "SecretAccessKey")) as string;
        var token = (Property(value, "Token") ?? Property(value, "SessionToken")) as string;
        return string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret) ? null : new AwsKeys(id!, secret!, token, source);
    }
}
