using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using EcrBoot.Host;
using EcrBoot.Token;

namespace EcrBoot.Docker;

/// <summary>
/// The logins that somebody made with an identity of their own, by docker login or Connect-EcrRegistry. Each is for one registry and wins over the host's
/// own identity until it ends: a job with a role of its own must not push as the instance.
/// </summary>
internal sealed class GivenLogins
{
    private static readonly TimeSpan s_longestLife = TimeSpan.FromHours(12);
    private readonly TokenCache _cache;
    private readonly HostEnvironment _host;

    public GivenLogins(TokenCache cache, HostEnvironment host)
    {
        _cache = cache;
        _host = host;
    }

    /// <summary>The login of a registry; null where there is none or it has ended, and then it is removed.</summary>
    /// <param name="host">The registry.</param>
    /// <param name="lost">What became of the login that somebody made; null where nobody made one, or it is there.</param>
    public KeptToken? Find(string host, out string? lost)
    {
        lost = null;
        var key = TokenKey.OfGiven(host);
        if (_cache.Find(key) is not { } given)
        {
            lost = _cache.HasBroken(key) ? "was found broken and set aside" : null;
            return null;
        }

        if (given.IsUsable(_host))
            return given;
        lost = $"ended at {given.ExpiresAt:u}";
        _cache.RemoveEnded(key);
        return null;
    }

    /// <summary>Keeps a login until it ends: when its password says, or after 12 hours.</summary>
    /// <exception cref="EcrException">LoginExpired; StoreRefused: it cannot be written.</exception>
    public void Keep(RegistryCredential login, CancellationToken cancellation)
    {
        var end = EcrPassword.ExpiresAt(login.Password) ?? _host.UtcNow + s_longestLife;
        if (end <= _host.UtcNow + KeptToken.Least)
            throw new EcrException(EcrErrorReason.LoginExpired, $"The password given for {login.Host} ends at {end:u}.", "Get a new one, with aws ecr get-login-password.");
        var key = TokenKey.OfGiven(login.Host);
        try
        {
            using var held = _cache.Lock(key, FolderLock.Patience, cancellation);
            _cache.Keep(key, KeptToken.Of(key, login.UserName, login.Password, end, end - _host.UtcNow, _host));
        }
        catch (EcrException e)
        {
            throw new EcrException(EcrErrorReason.StoreRefused, $"The login for {login.Host} cannot be kept: {e.Problem}", e.Remedy, e);
        }
    }

    /// <summary>Removes the login of a registry.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string host) => _cache.Remove(TokenKey.OfGiven(host));

    /// <summary>The registries with such a login.</summary>
    public IReadOnlyList<string> Hosts() => _cache.All().Where(token => token.IsGiven && token.IsUsable(_host)).Select(static token => token.Endpoint).ToList();
}
