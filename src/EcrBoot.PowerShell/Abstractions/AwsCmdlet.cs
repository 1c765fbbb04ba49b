using System.Management.Automation;
using EcrBoot.Token;

namespace EcrBoot.Abstractions;

/// <summary>
/// The parameters every cmdlet that calls AWS shares, with the aliases of AWS Tools for PowerShell. There are none for keys: they would end
/// up in the history and in script-block logs.
/// </summary>
public abstract class AwsCmdlet : EcrCmdlet
{
    /// <summary>The AWS region for account ids, and where no registry is named. Where it is left out: $StoredAWSRegion, AWS_REGION, the profile, the instance. A registry's own name always decides for that registry.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    public object? Region { get; set; }

    /// <summary>The AWS profile to take credentials from.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredCredentials", "AWSProfileName")]
    public string? ProfileName { get; set; }

    /// <summary>The credentials file that holds the profile, where it is not in AWS's own place.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    public string? ProfileLocation { get; set; }

    /// <summary>An AWS credentials object, as New-AWSCredential and Use-STSRole of AWS Tools for PowerShell make it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public object? Credential { get; set; }

    /// <summary>The address of the ECR API to use in place of AWS's own, such as a VPC endpoint.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? EndpointUrl { get; set; }

    /// <summary>What these parameters and the session ask for.</summary>
    /// <exception cref="EcrException">The credentials object holds no AWS credentials.</exception>
    private protected AwsIdentity Identity() => new()
    {
        Region = NullIfEmpty(RegionName(Region)),
        ProfileName = NullIfEmpty(ProfileName),
        ProfileLocation = string.IsNullOrEmpty(ProfileLocation) ? null : GetUnresolvedProviderPathFromPSPath(ProfileLocation),
        Keys = Credential is null ? null : CredentialObject.Read(Credential, "-Credential"),
        SessionKeys = Credential is null && string.IsNullOrEmpty(ProfileName) && Session("StoredAWSCredentials") is { } stored
            ? CredentialObject.Read(stored, "$StoredAWSCredentials")
            : null,
        SessionRegion = RegionName(Session("StoredAWSRegion")),
        EndpointUrl = NullIfEmpty(EndpointUrl),
    };

    /// <summary>A region by its name, whether a text or an AWS Tools object was given.</summary>
    private protected static string? RegionName(object? region)
    {
        if (region is PSObject wrapped)
            region = wrapped.BaseObject;
        return region switch
        {
            null => null,
            string text => text,
            _ => CredentialObject.Property(region, "SystemName") as string ?? CredentialObject.Property(region, "Region") as string ?? region.ToString(),
        };
    }

    // An empty cell of a CSV file, bound by property name, means that nothing was given.
    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private object? Session(string name) => SessionState.PSVariable.GetValue(name) switch
    {
        PSObject { BaseObject: var inner } => inner,
        var value => value,
    };
}
