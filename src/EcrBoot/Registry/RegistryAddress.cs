using System;

namespace EcrBoot.Registry;

/// <summary>
/// The name of an Amazon ECR registry, read from a host name, a URL or an image reference.
/// The accepted names are those of amazon-ecr-credential-helper and of the kubelet's ECR plugin.
/// </summary>
public sealed class RegistryAddress
{
    private const string PublicHost = "public.ecr.aws";
    private const string PublicDualStackHost = "ecr-public.aws.com";

    private RegistryAddress(string host, string? accountId, string region, string dnsSuffix, bool fips, bool dualStack)
    {
        Host = host;
        AccountId = accountId;
        Region = region;
        DnsSuffix = dnsSuffix;
        UsesFips = fips;
        UsesDualStack = dualStack;
    }

    /// <summary>The host name in lower case, as docker keys its logins.</summary>
    public string Host { get; }

    /// <summary>The 12 digits of the account; null for ECR Public, which has none.</summary>
    public string? AccountId { get; }

    /// <summary>The region whose API issues this registry's tokens; always us-east-1 for ECR Public.</summary>
    public string Region { get; }

    /// <summary>The part behind the region, such as <c>amazonaws.com</c>.</summary>
    public string DnsSuffix { get; }

    /// <summary>Whether this is ECR Public.</summary>
    public bool IsPublic => AccountId is null;

    /// <summary>Whether the name asks for FIPS 140 endpoints.</summary>
    public bool UsesFips { get; }

    /// <summary>Whether the name asks for dual-stack (IPv4 and IPv6) endpoints.</summary>
    public bool UsesDualStack { get; }

    /// <summary>Reads a registry's name.</summary>
    /// <param name="text">A host, a URL, or an image reference with or without tag and digest. Upper case and a trailing slash are tolerated.</param>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.NotAnEcrRegistry"/> or <see cref="EcrErrorReason.AccountIdTooShort"/>.</exception>
    public static RegistryAddress Parse(string text)
    {
        if (TryParse(text, out var address))
            return address!;

        var host = RegistryHost.Of(text);
        var digits = LeadingDigits(host);
        if (digits is > 0 and < 12 && LabelsFollow(host, digits))
        {
            throw new EcrException(
                EcrErrorReason.AccountIdTooShort,
                $"The account id in '{RegistryHost.Shown(text)}' has {digits} digits, not 12.",
                $"A leading zero was lost, so quote the account id, as in '{host.Substring(0, digits).PadLeft(12, '0')}'.");
        }

        throw new EcrException(
            EcrErrorReason.NotAnEcrRegistry,
            $"'{RegistryHost.Shown(text)}' is not the name of an Amazon ECR registry.",
            "Give a name like 123456789012.dkr.ecr.eu-central-1.amazonaws.com, public.ecr.aws, or a 12-digit account id.");
    }

    /// <summary>Reads a registry's name, and says whether it was one.</summary>
    /// <param name="text">See <see cref="Parse"/>; null is no registry.</param>
    /// <param name="address">The address; null where the text is none.</param>
    public static bool TryParse(string? text, out RegistryAddress? address)
    {
        address = null;
        var host = RegistryHost.Of(text);
        if (host is PublicHost or PublicDualStackHost)
        {
            var suffix = host.Substring(host.IndexOf('.') + 1);
            address = new RegistryAddress(host, accountId: null, EcrEndpoints.PublicRegion, suffix, fips: false, host == PublicDualStackHost);
            return true;
        }

        // 12 digits, ".dkr.ecr" or ".dkr-ecr", optionally "-fips", ".", region, ".", suffix. Nothing before, nothing behind.
        if (LeadingDigits(host) != 12)
            return false;

        var rest = host.Substring(12);
        if (!Take(ref rest, ".dkr.ecr") && !Take(ref rest, ".dkr-ecr"))
            return false;

        var fips = Take(ref rest, "-fips");
        if (!Take(ref rest, "."))
            return false;

        var dot = rest.IndexOf('.');
        if (dot < 1 || !AwsRegion.IsWellFormed(rest.Substring(0, dot)))
            return false;

        var dnsSuffix = rest.Substring(dot + 1);
        foreach (var known in EcrPartition.RegistrySuffixes)
        {
            if (dnsSuffix != known)
                continue;

            var dualStack = dnsSuffix.StartsWith("on.", StringComparison.Ordinal);
            address = new RegistryAddress(host, host.Substring(0, 12), rest.Substring(0, dot), dnsSuffix, fips, dualStack);
            return true;
        }

        return false;
    }

    /// <summary>The private registry of an account in a region, by its ordinary name.</summary>
    /// <param name="accountId">12 digits.</param>
    /// <param name="region">The region's name.</param>
    /// <exception cref="EcrException">The account id or the region is malformed.</exception>
    public static RegistryAddress Of(string accountId, string region) =>
        Parse($"{accountId}.dkr.ecr.{region}.{EcrPartition.Of(region).DnsSuffix}");

    /// <inheritdoc/>
    public override string ToString() => Host;

    private static int LeadingDigits(string text)
    {
        var count = 0;
        while (count < text.Length && text[count] is >= '0' and <= '9')
            count++;
        return count;
    }

    // Whether what follows the digits makes them an account id, not an IP address or an image's name.
    private static bool LabelsFollow(string host, int digits) =>
        host.Length == digits || host.IndexOf(".dkr.ecr", digits, StringComparison.Ordinal) == digits
        || host.IndexOf(".dkr-ecr", digits, StringComparison.Ordinal) == digits;

    private static bool Take(ref string text, string prefix)
    {
        if (!text.StartsWith(prefix, StringComparison.Ordinal))
            return false;
        text = text.Substring(prefix.Length);
        return true;
    }
}
