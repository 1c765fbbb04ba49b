namespace EcrBoot.Token;

/// <summary>Which AWS identity, region and endpoint a caller asked for. Everything may be left out.</summary>
public sealed class AwsIdentity
{
    /// <summary>The region asked for; used where a registry's name has none.</summary>
    public string? Region { get; set; }

    /// <summary>A profile of the AWS configuration files.</summary>
    public string? ProfileName { get; set; }

    /// <summary>The credentials file to read profiles from; the AWS default where it is null.</summary>
    public string? ProfileLocation { get; set; }

    /// <summary>Keys given by the caller.</summary>
    public AwsKeys? Keys { get; set; }

    /// <summary>Keys of the session, used only where neither a profile nor keys were given (<c>$StoredAWSCredentials</c>).</summary>
    public AwsKeys? SessionKeys { get; set; }

    /// <summary>The region of the session (<c>$StoredAWSRegion</c>), behind <see cref="Region"/>.</summary>
    public string? SessionRegion { get; set; }

    /// <summary>The API endpoint to use in place of AWS's own.</summary>
    public string? EndpointUrl { get; set; }
}
