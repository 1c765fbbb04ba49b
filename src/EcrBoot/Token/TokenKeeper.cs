using System;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// Tokens from a user's cache, and from AWS where the cache has none: one call for all processes that ask at once. A token is renewed in the second half
/// of its life; where that fails the old one is served as long as it is good.
/// </summary>
internal sealed class TokenKeeper
{
    // A renewal can wait: who asks has a good token already.
    private static readonly TimeSpan s_renewalLimit = TimeSpan.FromSeconds(3);

    // Each of the time that the source gives the metadata service.
    private const int MetadataTries = 3;

    private readonly TokenSource _source;
    private readonly TokenCache? _cache;
    private readonly HostEnvironment _host;
    private readonly Action<EcrException> _warn;

    /// <summary>Makes a keeper.</summary>
    /// <param name="source">Asks AWS.</param>
    /// <param name="cache">The cache; null where tokens are not kept.</param>
    /// <param name="host">The clock.</param>
    /// <param name="warn">Told why a token was not renewed, or not kept, though one is served.</param>
    public TokenKeeper(TokenSource source, TokenCache? cache, HostEnvironment host, Action<EcrException> warn)
    {
        _source = source;
        _cache = cache;
        _host = host;
        _warn = warn;
    }

    /// <summary>A kept token that needs neither a call nor a wait: what most of docker's questions end with.</summary>
    /// <param name="scope">What it is for.</param>
    /// <returns>Null where it takes more than a look.</returns>
    /// <exception cref="EcrException">A setting cannot be used.</exception>
    public KeptToken? TryGet(TokenScope scope) => _cache is not null && _source.Key(scope) is { } key ? AsItIs(key) : null;

    /// <summary>A token that is good for five minutes at least.</summary>
    /// <param name="scope">What it is for.</param>
    /// <param name="cancellation">The deadline.</param>
    /// <exception cref="EcrException">Why there is none.</exception>
    /// <exception cref="OperationCanceledException">The deadline has passed.</exception>
    public async Task<KeptToken> GetAsync(TokenScope scope, CancellationToken cancellation)
    {
        var key = await KeyAsync(scope, cancellation).ConfigureAwait(false);
        if (_cache is null || key is null)
            return Kept(key ?? TokenKey.OfGiven(scope.ToString()), await TokenAsync(scope, cancellation).ConfigureAwait(false));
        if (AsItIs(key) is { } token)
            return token;
        var kept = Usable(key);
        if (key.Silence is { } silence)
            return kept ?? throw silence;
        return kept is null
            ? await FetchAsync(scope, key, cancellation).ConfigureAwait(false)
            : await RenewAsync(scope, key, kept, cancellation).ConfigureAwait(false);
    }

    /// <summary>What is kept for this identity, young or not, without a call to AWS.</summary>
    /// <param name="scope">What it is for.</param>
    /// <param name="cancellation">Ends the calls to the metadata service.</param>
    /// <returns>Null where there is none, or nothing tells whose it would be.</returns>
    public async Task<KeptToken?> FindAsync(TokenScope scope, CancellationToken cancellation)
    {
        try
        {
            return _cache is not null && await _source.KeyAsync(scope, cancellation).ConfigureAwait(false) is { } key ? Usable(key) : null;
        }
        catch (EcrException)
        {
            return null;
        }
    }

    /// <summary>Asks AWS, whatever is kept, and keeps the answer.</summary>
    /// <param name="scope">What the token is for.</param>
    /// <param name="token">What AWS gave.</param>
    /// <param name="cancellation">The deadline.</param>
    /// <returns>Whether it was kept: not where there is no cache, or nothing tells whose the token is.</returns>
    /// <exception cref="EcrException">It cannot be written; why.</exception>
    public async Task<bool> KeepAsync(TokenScope scope, AuthorizationToken token, CancellationToken cancellation)
    {
        if (_cache is null || await _source.KeyAsync(scope, cancellation).ConfigureAwait(false) is not { Hash: not null } key || !_source.IsOf(key))
            return false;
        using (await LockAsync(key, FolderLock.Patience, cancellation).ConfigureAwait(false))
            _cache.Keep(key, Kept(key, token));
        return true;
    }

    private async Task<KeptToken> FetchAsync(TokenScope scope, TokenKey key, CancellationToken cancellation)
    {
        // Who waited finds what the one before has fetched. Where there is no lock to be had everybody asks.
        using var held = await TurnAsync(scope, key, cancellation).ConfigureAwait(false);
        if (Usable(key) is { } kept)
            return kept;
        var token = Kept(key, await TokenAsync(scope, cancellation).ConfigureAwait(false));
        Keep(key, token);
        return token;
    }

    // On a busy host the metadata service may be late. Who has a token of this boot does not wait for another try.
    private async Task<TokenKey?> KeyAsync(TokenScope scope, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var key = await _source.KeyAsync(scope, cancellation).ConfigureAwait(false);
            if (key?.Silence is not { } silence || attempt == MetadataTries || !IsLate(silence) || (_cache is not null && Usable(key) is not null))
                return key;
        }
    }

    private async Task<AuthorizationToken> TokenAsync(TokenScope scope, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await _source.TokenAsync(scope, cancellation).ConfigureAwait(false);
            }
            catch (EcrException e) when (attempt < MetadataTries && IsLate(e))
            {
                // Once more.
            }
        }
    }

    private static bool IsLate(EcrException error) => error is { Reason: EcrErrorReason.NoCredentials, InnerException.InnerException: OperationCanceledException };

    private async Task<KeptToken> RenewAsync(TokenScope scope, TokenKey key, KeptToken kept, CancellationToken cancellation)
    {
        using var held = await LockAsync(key, TimeSpan.Zero, cancellation).ConfigureAwait(false);
        if (held is null)
            return kept; // Another process renews it.
        if (AsItIs(key) is { } now)
            return now;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(s_renewalLimit);
        try
        {
            var token = Kept(key, await _source.TokenAsync(scope, limited.Token).ConfigureAwait(false));
            Keep(key, token);
            return token;
        }
        catch (Exception e) when (e is EcrException or OperationCanceledException)
        {
            var cause = e as EcrException ?? new EcrException(
                EcrErrorReason.TimedOut, $"AWS did not renew the token for {scope} within {s_renewalLimit.TotalSeconds:0} s.", "Check the route to it.", e);
            _warn(new EcrException(cause.Reason, $"The token was not renewed; it is good until {kept.ExpiresAt:u}. {cause.Problem}", cause.Remedy, cause));
            kept.MarkPaused(_host);
            Keep(key, kept);
            return kept;
        }
    }

    // One that nobody needs to renew now.
    private KeptToken? AsItIs(TokenKey key) => Usable(key) is { } token && (token.IsYoung(_host) || token.IsPaused(_host)) ? token : null;

    private KeptToken? Usable(TokenKey key) => _cache!.Find(key) is { } token && token.IsUsable(_host) ? token : null;

    private void Keep(TokenKey key, KeptToken token)
    {
        if (!_source.IsOf(key))
            return; // It is another role's since the key was found.
        try
        {
            _cache!.Keep(key, token);
        }
        catch (EcrException)
        {
            // A home that cannot be written has no cache. The token is good all the same.
        }
    }

    private async Task<IDisposable?> TurnAsync(TokenScope scope, TokenKey key, CancellationToken cancellation)
    {
        try
        {
            return await LockAsync(key, TimeSpan.MaxValue, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new EcrException(
                EcrErrorReason.TimedOut,
                $"Another process that asks for the token for {scope} has not ended; it holds the lock on '{_cache!.FolderOf(key)}'.",
                "Check the route to AWS, or end that process; lsof names it.",
                e);
        }
    }

    // A wait blocks, so it is on a thread of its own. Mostly there is none.
    private Task<IDisposable?> LockAsync(TokenKey key, TimeSpan wait, CancellationToken cancellation) =>
        _cache!.Lock(key, TimeSpan.Zero, cancellation) is { } held ? Task.FromResult<IDisposable?>(held)
        : wait == TimeSpan.Zero ? Task.FromResult<IDisposable?>(null)
        : Task.Run(() => _cache!.Lock(key, wait, cancellation), cancellation);

    private KeptToken Kept(TokenKey key, AuthorizationToken token) =>
        KeptToken.Of(key, token.UserName, token.Password, token.ExpiresAt, token.ExpiresAt - (_host.UtcNow + token.ClockCorrection), _host);
}
