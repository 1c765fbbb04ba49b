namespace EcrBoot.Registry;

/// <summary>The form of a region's name.</summary>
public static class AwsRegion
{
    /// <summary>Whether the text has the form of a region's name: lower-case labels of letters and digits, joined by dashes.</summary>
    /// <param name="text">The text to judge; regions younger than this program pass.</param>
    public static bool IsWellFormed(string text)
    {
        if (text.Length is < 3 or > 40 || text[0] == '-' || text[text.Length - 1] == '-' || text.IndexOf('-') < 0)
            return false;

        foreach (var c in text)
        {
            if (!(c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
                return false;
        }

        return true;
    }

    /// <summary>Refuses a text that cannot be a region's name, since it becomes part of a host name.</summary>
    /// <param name="text">The region as a person or a file gave it.</param>
    /// <param name="source">Where it came from, for the message.</param>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.RegionUnknown"/>.</exception>
    public static string Require(string text, string source)
    {
        var region = text.Trim().ToLowerInvariant();
        return IsWellFormed(region)
            ? region
            : throw new EcrException(
                EcrErrorReason.RegionUnknown,
                $"'{RegistryHost.Shown(text)}' from {source} is not the name of an AWS region.",
                "Give a name like eu-central-1.");
    }
}
