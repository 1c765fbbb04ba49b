using System;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Token;

namespace EcrBoot.Login;

/// <summary>A login where this project's credential helper serves the registry: the token goes into the user's cache, and the helper is asked as docker would ask it.</summary>
internal sealed class HelperLogin
{
    private readonly TokenSource _tokens;
    private readonly AwsIdentity _identity;
    private readonly HostEnvironment _host;

    public HelperLogin(TokenSource tokens, AwsIdentity identity, HostEnvironment host)
    {
        _tokens = tokens;
        _identity = identity;
        _host = host;
    }

    /// <summary>Keeps the token of a registry for a user and proves that the user's docker gets one.</summary>
    /// <param name="attempt">The registry, with its token.</param>
    /// <param name="location">The user's docker configuration.</param>
    /// <param name="cancellation">Ends a wait or the helper.</param>
    /// <returns>What became of it, with its error where it has one.</returns>
    public async Task<StoredLogin> KeepAsync(LoginAttempt attempt, DockerConfigLocation location, CancellationToken cancellation)
    {
        var credential = attempt.Credential!;
        var store = LoginStore.Of(EcrCredentialHelper.Name, $"credHelpers['{credential.Host}']");
        try
        {
            await Task.Run(() => KeepAsync(attempt, credential, location.User, cancellation), cancellation).ConfigureAwait(false);
            return await new CredentialStore(store, location.User, _host).GetAsync(credential.Host, cancellation).ConfigureAwait(false) is { Password.Length: > 0 }
                ? new StoredLogin(credential.Host, store, location.ConfigPath)
                : throw new EcrException(EcrErrorReason.StoreRefused, $"The credential helper '{EcrCredentialHelper.ProgramName}' has no login for {credential.Host}.", "Run it by hand to see why.");
        }
        catch (EcrException e)
        {
            return new StoredLogin(credential.Host, store, location.ConfigPath, e);
        }
        catch (OperationCanceledException e)
        {
            return new StoredLogin(credential.Host, store, location.ConfigPath, CredentialStore.NotInTime(store, credential.Host, e));
        }
    }

    // Whoever names an identity wants that one to count, as with docker login: the helper itself would find the host's.
    private bool IsNamed => _identity is not { ProfileName: null or "", Keys: null, SessionKeys: null, EndpointUrl: null or "" };

    private async Task KeepAsync(LoginAttempt attempt, RegistryCredential credential, OsUser? user, CancellationToken cancellation)
    {
        var cache = TokenCache.Open(user, _host, out var whyNone);
        if (!IsNamed)
        {
            await KeepAsync(attempt, cache, cancellation).ConfigureAwait(false);
            return;
        }

        if (cache is null)
        {
            throw new EcrException(
                EcrErrorReason.StoreRefused,
                $"{EcrCredentialHelper.ProgramName} has no cache to keep the login for {credential.Host} in: {whyNone}.",
                "Allow it one, or unregister the helper for that registry.");
        }

        new GivenLogins(cache, _host).Keep(credential, cancellation);
    }

    private async Task KeepAsync(LoginAttempt attempt, TokenCache? cache, CancellationToken cancellation)
    {
        try
        {
            await new TokenKeeper(_tokens, cache, _host, static _ => { }).KeepAsync(attempt.Target!.Scope, attempt.Token!, cancellation).ConfigureAwait(false);
        }
        catch (EcrException)
        {
            // A home that cannot be written has no cache, and the helper asks AWS at each pull: whether it can is shown next.
        }
    }
}
