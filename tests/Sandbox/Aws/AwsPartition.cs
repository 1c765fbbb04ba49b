using System;
using System.Linq;

namespace EcrBoot.Sandbox;

/// <summary>A part of AWS with names and identities of its own.</summary>
internal sealed record AwsPartition(string Name, string RegionPrefix, string DnsSuffix, string DualStackSuffix, string Domain)
{
    private static readonly AwsPartition Standard = new("aws", "", "amazonaws.com", "api.aws", "amazonaws.com");

    private static readonly AwsPartition[] Others =
    [
        new("aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "amazonaws.com.cn"),
        new("aws-us-gov", "us-gov-", "amazonaws.com", "api.aws", "amazonaws.com"),
        new("aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu", "amazonaws.eu"),
        new("aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud", "sc2s.sgov.gov"),
        new("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "cloud.adc-e.uk"),
        new("aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "csp.hci.ic.gov"),
        new("aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov", "c2s.ic.gov"),
    ];

    /// <summary>What an AWS name ends with, in any partition; the CONNECT proxy lets nothing else through.</summary>
    private static readonly string[] Suffixes =
    [
        .. Others.Append(Standard).SelectMany(p => new[] { p.DnsSuffix, p.DualStackSuffix }),
        "ecr.aws", "ecr-public.aws.com", "on.aws", "on.amazonwebservices.com.cn",
    ];

    public static AwsPartition Of(string region) =>
        Array.Find(Others, p => region.StartsWith(p.RegionPrefix, StringComparison.Ordinal)) ?? Standard;

    public static bool IsAwsName(string host) =>
        Array.Exists(Suffixes, s => host.Equals(s, StringComparison.OrdinalIgnoreCase)
            || (host.Length > s.Length && host[^(s.Length + 1)] == '.' && host.EndsWith(s, StringComparison.OrdinalIgnoreCase)));
}
