using System.Text.RegularExpressions;

namespace EcrBoot.Sandbox;

/// <summary>What a host name says: the service, the region, and for a registry the account.</summary>
internal sealed partial record AwsHost(string Name, RequestTarget Target, string? Region, string? AccountId)
{
    public bool IsPublicRegistry => Target == RequestTarget.Registry && AccountId is null && Region is null;

    /// <summary>Null for a name of this host, where the request itself says which service it wants.</summary>
    public static AwsHost? Parse(string name)
    {
        name = name.ToLowerInvariant();
        if (!AwsPartition.IsAwsName(name))
            return null;
        if (name is "public.ecr.aws" or "ecr-public.aws.com")
            return new(name, RequestTarget.Registry, null, null);
        if (name == "sts.amazonaws.com")
            return new(name, RequestTarget.Sts, "us-east-1", null);
        if (RegistryName().Match(name) is { Success: true } registry)
            return new(name, RequestTarget.Registry, registry.Groups["region"].Value, registry.Groups["account"].Value);
        if (ApiName().Match(name) is { Success: true } api)
        {
            RequestTarget target = api.Groups["service"].Value switch
            {
                "ecr" => RequestTarget.Ecr,
                "ecr-public" => RequestTarget.EcrPublic,
                _ => RequestTarget.Sts,
            };
            return new(name, target, api.Groups["region"].Value, null);
        }

        return new(name, RequestTarget.Unknown, null, null);
    }

    [GeneratedRegex(@"^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\.(?<region>[a-z]+-[a-z-]+\d+)\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RegistryName();

    // api.ecr.R.amazonaws.com, ecr.R.api.aws, ecr-fips.R.amazonaws.com, vpce-0-1.api.ecr.R.vpce.amazonaws.com, sts.R.amazonaws.com
    [GeneratedRegex(@"^(vpce-[a-z0-9-]+\.)?(api\.)?(?<service>ecr-public|ecr|sts)(-fips)?\.(?<region>[a-z]+-[a-z-]+\d+)\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ApiName();
}
