using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// Finds credentials in the order of AWS Tools for PowerShell: profile, keys given, keys of the session, environment,
/// <c>AWS_PROFILE</c>, the default profile, container, instance. Web identity counts as environment, as in the other SDKs.
/// </summary>
internal sealed class CredentialChain
{
    private readonly HostEnvironment _host;

    /// <summary>Reads variables from the given environment.</summary>
    public CredentialChain(HostEnvironment host) => _host = host;

    /// <summary>The first place that can give keys. Only the last one, the instance, is taken without knowing that.</summary>
    /// <param name="identity">What the caller asked for.</param>
    /// <param name="metadata">The instance metadata service.</param>
    /// <exception cref="EcrException">
    /// A setting cannot be used. Asked for keys, the place says why it has none: <see cref="EcrErrorReason.NoCredentials"/> names every place that was tried.
    /// </exception>
    public KeySource Choose(AwsIdentity identity, InstanceMetadata metadata)
    {
        if (identity.ProfileName is { Length: > 0 } named)
            return Profiles(identity).Source(named);
        if ((identity.Keys ?? identity.SessionKeys ?? FromVariables()) is { } keys)
            return new KeySource(KeySourceIdentity.OfKeys(keys.AccessKeyId), _ => Task.FromResult(keys));
        if (_host.Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is { } tokenFile && _host.Variable("AWS_ROLE_ARN") is { } roleArn)
            return new KeySource(KeySourceIdentity.OfWebIdentity(roleArn, tokenFile), cancellation => WebIdentityAsync(roleArn, cancellation));
        var profiles = Profiles(identity);
        if (_host.Variable("AWS_PROFILE") is { } profile)
            return profiles.Source(profile);
        if (profiles.CanGiveKeys("default"))
            return profiles.Source("default");
        if (_host.Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is not null || _host.Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") is not null)
            return new KeySource(KeySourceIdentity.OfContainer(_host), ContainerAsync);
        return new KeySource(KeySourceIdentity.OfInstance(), cancellation => InstanceAsync(metadata, cancellation), needsInstance: true);
    }

    private ProfileSource Profiles(AwsIdentity identity) => new(identity.ProfileLocation, _host);

    private static Task<AwsKeys> ContainerAsync(CancellationToken cancellation) => ProfileSource.ResolveAsync(
        static () => new GenericContainerCredentials(), "the container's role (AWS_CONTAINER_CREDENTIALS_…_URI)", roleArn: null, cancellation);

    private static async Task<AwsKeys> InstanceAsync(InstanceMetadata metadata, CancellationToken cancellation)
    {
        try
        {
            return await metadata.KeysAsync(cancellation).ConfigureAwait(false);
        }
        catch (EcrException e) when (e.Reason == EcrErrorReason.NoCredentials)
        {
            throw NoKeys(e);
        }
    }

    /// <summary>The error where not even the last place, the instance, has keys.</summary>
    /// <param name="instance">What the metadata service's error is.</param>
    public static EcrException NoKeys(EcrException instance) => new(
        EcrErrorReason.NoCredentials,
        "No AWS credentials were found. " + instance.Problem,
        instance.Remedy + " Tried before: the environment, AWS_PROFILE, the default profile, the container's role.",
        instance);

    private Task<AwsKeys> WebIdentityAsync(string roleArn, CancellationToken cancellation)
    {
        SdkDefaults.Apply(_host, region: null);
        return ProfileSource.ResolveAsync(static () => AssumeRoleWithWebIdentityCredentials.FromEnvironmentVariables(), "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)", roleArn, cancellation);
    }

    private AwsKeys? FromVariables()
    {
        var id = _host.Variable("AWS_ACCESS_KEY_ID");
        var secret = _host.Variable("AWS_SECRET_ACCESS_KEY");
        if (id is null != secret is null)
        {
            var (set, unset) = id is null ? ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID") : ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
            throw new EcrException(EcrErrorReason.NoCredentials, $"{set} is set without {unset}.", "Set both, or neither.");
        }

        return id is null || secret is null ? null : new AwsKeys(id, secret, _host.Variable("AWS_SESSION_TOKEN"), "the environment (AWS_ACCESS_KEY_ID)");
    }
}
