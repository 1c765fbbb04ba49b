using System;
using System.Collections.Generic;

namespace EcrBoot.Registry;

/// <summary>One AWS partition: its regions and its host name suffixes. Source: botocore's endpoint rules (partitions.json) of 2026.</summary>
internal sealed class EcrPartition
{
    private static readonly EcrPartition[] All =
    {
        new("cn-", "amazonaws.com.cn", "on.amazonwebservices.com.cn", "api.amazonwebservices.com.cn"), // aws-cn
        new("us-gov-", "amazonaws.com", "on.aws", "api.aws"), // aws-us-gov
        new("us-iso-", "c2s.ic.gov", null, "api.aws.ic.gov"), // aws-iso
        new("us-isob-", "sc2s.sgov.gov", null, "api.aws.scloud"), // aws-iso-b
        new("eu-isoe-", "cloud.adc-e.uk", null, "api.cloud-aws.adc-e.uk"), // aws-iso-e
        new("us-isof-", "csp.hci.ic.gov", null, "api.aws.hci.ic.gov"), // aws-iso-f
        new("eusc-", "amazonaws.eu", null, "api.amazonwebservices.eu"), // aws-eusc

        // Last: every other region, also one that is younger than this file.
        new("", "amazonaws.com", "on.aws", "api.aws"), // aws
    };

    private EcrPartition(string regionPrefix, string dnsSuffix, string? dualStackRegistrySuffix, string dualStackApiSuffix)
    {
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
