using System;

namespace EcrBoot.Registry;

/// <summary>The API endpoints of Amazon ECR. Source: botocore's endpoint rules, ecr and ecr-public, 2026.</summary>
public static class EcrEndpoints
{
    /// <summary>The only region that issues tokens for ECR Public.</summary>
    public const string PublicRegion = "us-east-1";

    /// <summary>The endpoint that issues tokens for ECR Public.</summary>
    public static Uri PublicApiEndpoint { get; } = new("https://api.ecr-public.us-east-1.amazonaws.com/");

    /// <summary>The API endpoint of a region, in whatever partition the region's name belongs to.</summary>
    /// <param name="region">The region's name; one younger than this program is taken by its partition's pattern.</param>
    /// <param name="fips">Whether to use the FIPS 140 endpoint.</param>
    /// <param name="dualStack">Whether to use the endpoint reached over IPv4 and IPv6.</param>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.RegionUnknown"/>: the name is malformed.</exception>
    public static Uri ApiEndpoint(string region, bool fips, bool dualStack)
    {
        region = AwsRegion.Require(region, "the request");
        var partition = EcrPartition.Of(region);
        var service = (dualStack ? "ecr" : "api.ecr") + (fips ? "-fips" : "");
        var suffix = dualStack ? partition.DualStackApiSuffix : partition.DnsSuffix;
        return new Uri($"https://{service}.{region}.{suffix}/");
    }
}
