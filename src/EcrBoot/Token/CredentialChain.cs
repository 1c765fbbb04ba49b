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

    /// <summary>The first keys found.</summary>
    /// <param name="identity">What the caller asked for.</param>
    /// <param name="metadata">The instance metadata service, asked last.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.NoCredentials"/> naming every place that was tried, or what the place chosen said.</exception>
    public async Task<AwsKeys> FindAsync(AwsIdentity identity, InstanceMetadata metadata, CancellationToken cancellation)
    {
        var profiles = new ProfileSource(identity.ProfileLocation, _host);
        if (identity.ProfileName is { Length: > 0 } named)
            return await profiles.KeysAsync(named, cancellation).ConfigureAwait(false);
        if ((identity.Keys ?? identity.SessionKeys ?? FromVariables()) is { } keys)
            return keys;
        if (_host.Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is not null && _host.Variable("AWS_ROLE_ARN") is { } roleArn)
        {
            SdkDefaults.Apply(_host, region: null);
            return await ProfileSource.ResolveAsync(static () => AssumeRoleWithWebIdentityCredentials.FromEnvironmentVariables(), "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)", roleArn, cancellation).ConfigureAwait(false);
        }

        if (_host.Variable("AWS_PROFILE") is { } profile)
            return await profiles.KeysAsync(profile, cancellation).ConfigureAwait(false);
        if (profiles.CanGiveKeys("default"))
            return await profiles.KeysAsync("default", cancellation).ConfigureAwait(false);
        if (_host.Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is not null || _host.Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") is not null)
            return await ProfileSource.ResolveAsync(static () => new GenericContainerCredentials(), "the container's role (AWS_CONTAINER_CREDENTIALS_…_URI)", roleArn: null, cancellation).ConfigureAwait(false);

        try
        {
            return await metadata.KeysAsync(cancellation).ConfigureAwait(false);
        }
        catch (EcrException e) when (e.Reason == EcrErrorReason.NoCredentials)
        {
            throw new EcrException(
                EcrErrorReason.NoCredentials,
                "No AWS credentials were found. " + e.Problem,
                e.Remedy + " Tried before: the environment, AWS_PROFILE, the default profile, the container's role.",
                e);
        }
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
