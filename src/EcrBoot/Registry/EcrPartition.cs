using System;
using System.Collections.Generic;

namespace EcrBoot.Registry;

/// <summary>One AWS partition: its regions and its host name suffixes. Source: botocore's endpoint rules (partitions.json) of 2026.</summary>
internal sealed class EcrPartition
{
    private static readonly EcrPartition[] All =
    {
        new("aws-cn", "cn-", "amazonaws.com.cn", "on.amazonwebservices.com.cn", "api.amazonwebservices.com.cn"),
        new("aws-us-gov", "us-gov-", "amazonaws.com", "on.aws", "api.aws"),
        new("aws-iso", "us-iso-", "c2s.ic.gov", null, "api.aws.ic.gov"),
        new("aws-iso-b", "us-isob-", "sc2s.sgov.gov", null, "api.aws.scloud"),
        new("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", null, "api.cloud-aws.adc-e.uk"),
        new("aws-iso-f", "us-isof-", "csp.hci.ic.gov", null, "api.aws.hci.ic.gov"),
        new("aws-eusc", "eusc-", "amazonaws.eu", null, "api.amazonwebservices.eu"),

        // Last: every other region, also one that is younger than this file.
        new("aws", "", "amazonaws.com", "on.aws", "api.aws"),
    };

    private EcrPartition(string id, string regionPrefix, string dnsSuffix, string? dualStackRegistrySuffix, string dualStackApiSuffix)
    {
        Id = id;
        RegionPrefix = regionPrefix;
        DnsSuffix = dnsSuffix;
        DualStackRegistrySuffix = dualStackRegistrySuffix;
        DualStackApiSuffix = dualStackApiSuffix;
    }

    /// <summary>The suffixes a registry's host name can end in; longer ones come before those they contain.</summary>
    public static IEnumerable<string> RegistrySuffixes
    {
        get
        {
            foreach (var partition in All)
            {
                yield return partition.DnsSuffix;
                if (partition.DualStackRegistrySuffix is { } dualStack)
                    yield return dualStack;
            }
        }
    }

    /// <summary>The partition's id, as in ARNs.</summary>
    public string Id { get; }

    /// <summary>The suffix of the partition's ordinary host names.</summary>
    public string DnsSuffix { get; }

    /// <summary>The suffix of its dual-stack registries; null where it has none.</summary>
    public string? DualStackRegistrySuffix { get; }

    /// <summary>The suffix of its dual-stack API hosts.</summary>
    public string DualStackApiSuffix { get; }

    private string RegionPrefix { get; }

    /// <summary>The partition of a region, by the region's pattern.</summary>
    /// <param name="region">A region's name, in lower case.</param>
    public static EcrPartition Of(string region)
    {
        foreach (var partition in All)
        {
            if (region.StartsWith(partition.RegionPrefix, StringComparison.Ordinal))
                return partition;
        }

        throw new InvalidOperationException("The last partition takes every region.");
    }
}
