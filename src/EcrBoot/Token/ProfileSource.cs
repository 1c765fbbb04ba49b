using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Token;

/// <summary>The profiles of the AWS configuration files, read by the SDK: static keys, roles, SSO, web identity and processes.</summary>
internal sealed class ProfileSource
{
    private readonly CredentialProfileStoreChain _store;
    private readonly HostEnvironment _host;

    /// <summary>Reads profiles from the given credentials file; from AWS's default places where it is null.</summary>
    public ProfileSource(string? location, HostEnvironment host)
    {
        _host = host;
        _store = new CredentialProfileStoreChain(location);
    }

    /// <summary>The region a profile names; null where it has none or does not exist.</summary>
    public string? Region(string name) => Find(name)?.Region?.SystemName;

    /// <summary>Whether a profile exists and says how to get credentials.</summary>
    public bool CanGiveKeys(string name) => Find(name)?.CanCreateAWSCredentials == true;

    /// <summary>The profile as a source of keys. A role is assumed and SSO is asked where it says so, once it is asked for them.</summary>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.ProfileUnusable"/>; asked for keys, also what AWS answered.</exception>
    public KeySource Source(string name)
    {
        var profile = Find(name) ?? throw NotFound(name);
        if (!profile.CanCreateAWSCredentials)
            throw Unusable(name, "says nothing about credentials", "Add keys, a role or SSO to it, or name another profile.");

        var identity = ProfileIdentity.Of(profile, Find, _host);
        return new KeySource(identity.Lines, KeysAsync, identity.NeedsInstance);

        Task<AwsKeys> KeysAsync(CancellationToken cancellation)
        {
            SdkDefaults.Apply(_host, profile.Region?.SystemName);
            return ResolveAsync(() => AWSCredentialsFactory.GetAWSCredentials(profile, _store), $"profile '{name}'", profile.Options.RoleArn, cancellation);
        }
    }

    /// <summary>Asks SDK credentials for their keys, within the caller's deadline.</summary>
    /// <param name="make">Makes the credentials; that may fail too.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <param name="roleArn">The role behind them, where it is known.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<AwsKeys> ResolveAsync(Func<AWSCredentials> make, string source, string? roleArn, CancellationToken cancellation)
    {
        try
        {
            // The SDK's call takes no cancellation token; some of its sources block the thread.
            var keys = await Deadline.RunAsync(() => make().GetCredentialsAsync(), cancellation).ConfigureAwait(false);
            return new AwsKeys(keys.AccessKey, keys.SecretKey, keys.Token, source, AwsErrors.RoleOf(roleArn));
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            throw Error(e, source, roleArn);
        }
    }

    private static EcrException Error(Exception error, string source, string? roleArn)
    {
        // What AWS or the network said comes first; the SDK wraps it.
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is EcrException or AmazonServiceException { ErrorCode.Length: > 0 } or System.Net.Sockets.SocketException or TimeoutException)
                return AwsErrors.Of(error, source, $"the AWS API for {source}", roleArn);
        }

        var words = error.GetBaseException() is InvalidDataException malformed ? Malformed(malformed)
            : error is AmazonClientException ? error.Message : error.GetBaseException().Message;
        var sso = words.IndexOf("SSO", StringComparison.OrdinalIgnoreCase) >= 0;
        var problem = $"No credentials could be had from {source}: {AwsErrors.OneLine(words)}";
        return new EcrException(EcrErrorReason.ProfileUnusable, problem, sso ? "Sign in again with aws sso login." : "Correct that source, or name another profile.");
    }

    private static EcrException Unusable(string name, string problem, string remedy, Exception? inner = null) =>
        new(EcrErrorReason.ProfileUnusable, $"The profile '{RegistryHost.Shown(name)}' {problem}.", remedy, inner);

    private CredentialProfile? Find(string name)
    {
        try
        {
            return _store.TryGetProfile(name, out var profile) ? profile : null;
        }
        catch (InvalidDataException e)
        {
            throw Unusable(name, "cannot be read: " + Malformed(e), "Correct that line.");
        }
        catch (Exception e) when (e is AmazonClientException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(name, "cannot be read: " + AwsErrors.OneLine(e.Message), "Correct the AWS configuration files.", e);
        }
    }

    // The SDK's sentence quotes the line, which may be a key's secret: only the line's number and the file's name are taken from it.
    private static string Malformed(InvalidDataException error)
    {
        const string before = "> in file ", behind = " does not contain";
        var words = error.Message;
        int number = words.IndexOf(':'), start = words.LastIndexOf(before, StringComparison.Ordinal), end = words.LastIndexOf(behind, StringComparison.Ordinal);
        var place = number > 0 && start > number && end > start && words.Substring(0, number).All(static c => c is ' ' or (>= '0' and <= '9') or (>= 'A' and <= 'z'))
            ? $"{words.Substring(0, number).ToLowerInvariant()} of '{words.Substring(start + before.Length, end - start - before.Length)}'"
            : "a line of the AWS configuration files";
        return place + " is neither a [section] nor name = value";
    }

    private EcrException NotFound(string name)
    {
        var known = string.Join(", ", _store.ListProfiles().Select(profile => profile.Name).Take(8));
        return Unusable(name, "does not exist", known.Length == 0 ? "There are no profiles; make one with aws configure." : $"There are: {known}.");
    }
}
