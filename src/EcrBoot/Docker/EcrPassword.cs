using System;
using System.Globalization;

namespace EcrBoot.Docker;

/// <summary>What can be told of an Amazon ECR password: it is base64 of JSON with an <c>expiration</c> in seconds since 1970.</summary>
internal static class EcrPassword
{
    /// <summary>When the password ends; null where it does not say.</summary>
    public static DateTimeOffset? ExpiresAt(string password)
    {
        try
        {
            var json = ConfigReader.Parse(Convert.FromBase64String(password));
            return json?.Find("expiration") is { Kind: ConfigValueKind.Literal or ConfigValueKind.String } value
                && long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
        }
        catch (Exception e) when (e is FormatException or ConfigSyntaxException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
