using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Token;

namespace EcrBoot.Login;

/// <summary>One registry on its way through a run: what is known of it so far, for every user.</summary>
internal sealed class LoginAttempt
{
    private readonly string _name;
    private readonly IReadOnlyList<DockerConfigLocation> _locations;
    private readonly Dictionary<DockerConfigLocation, LoginStore> _stores = new();
    private readonly Dictionary<DockerConfigLocation, EcrException> _errors = new();
    private readonly Dictionary<DockerConfigLocation, StoredLogin> _stored = new();
    private AuthorizationToken? _token;
    private RegistryCredential? _credential;

    public LoginAttempt(string name, IReadOnlyList<DockerConfigLocation> locations)
    {
        _name = name;
        _locations = locations;
    }

    /// <summary>The registry; null where its name could not be read.</summary>
    public LoginTarget? Target { get; set; }

    /// <summary>What is wrong for every user; null where nothing is.</summary>
    public EcrException? Error { get; set; }

    /// <summary>What docker will send; null until there is a token, and once something failed.</summary>
    public RegistryCredential? Credential => Error is null ? _credential : null;

    /// <summary>By how much AWS's clock is ahead of this host's; zero until there is a token.</summary>
    public TimeSpan ClockCorrection => _token?.ClockCorrection ?? TimeSpan.Zero;

    /// <summary>Whether any user would have a use for a token.</summary>
    public bool NeedsToken => Error is null && Target is not null
        && _locations.Any(location => !_errors.ContainsKey(location) && !IsServed(location));

    /// <summary>Runs a step; its error becomes this registry's own.</summary>
    public async Task GuardAsync(Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (Exception e) when (e is EcrException or OperationCanceledException)
        {
            Fail(e);
        }
    }

    /// <summary>Takes what went wrong. A cancellation is the deadline's here: the caller's own ends the whole run.</summary>
    public void Fail(Exception error) => Error = error as EcrException ?? new EcrException(
        EcrErrorReason.TimedOut,
        $"The login to {Target?.Host ?? "the caller's own registry"} did not end in time.",
        "Check the network, proxies and credential helpers, or give more time.",
        error);

    /// <summary>Takes what is wrong with a user's docker configuration.</summary>
    public void FailAt(DockerConfigLocation location, EcrException error) => _errors[location] = error;

    /// <summary>Whether it is known where a user's docker would keep this login, or why it would not.</summary>
    public bool HasStore(DockerConfigLocation location) => _stores.ContainsKey(location) || _errors.ContainsKey(location);

    /// <summary>Finds where a user's docker would keep this login, once.</summary>
    public void FindStore(StoreChoice stores, DockerConfigLocation location)
    {
        if (HasStore(location))
            return;
        try
        {
            _stores[location] = stores.For(Target!.Host!);
        }
        catch (EcrException e)
        {
            _errors[location] = e;
        }
    }

    /// <summary>Takes the region's token, and with it the name of the caller's own registry.</summary>
    /// <param name="token">The token.</param>
    /// <param name="login">Its user and password, whatever the registry.</param>
    public void Use(AuthorizationToken token, RegistryCredential login)
    {
        _token = token;
        if ((Target!.Host ??= token.RegistryHost) is { } host)
        {
            _credential = login.At(host);
        }
        else
        {
            Error = new EcrException(
                EcrErrorReason.AnswerMalformed,
                "The answer to GetAuthorizationToken does not name the caller's registry.",
                "Name the registry with -Registry.");
        }
    }

    /// <summary>Whether there is something to store for this user.</summary>
    public bool IsReadyFor(DockerConfigLocation location) =>
        Credential is not null && !_errors.ContainsKey(location) && !IsServed(location);

    /// <summary>Takes what became of storing.</summary>
    public void Record(DockerConfigLocation location, StoredLogin outcome)
    {
        if (outcome.Error is { } error)
            _errors[location] = error;
        else
            _stored[location] = outcome;
    }

    /// <summary>One result a user; one for all where nothing about it depends on the user.</summary>
    public IEnumerable<LoginResult> Results()
    {
        var own = _locations
            .Where(location => Error is null || _errors.ContainsKey(location) || IsServed(location))
            .Select(location => Result(location, _errors.TryGetValue(location, out var error) ? error : null))
            .ToList();
        if (Error is not null && (own.Count == 0 || own.Count < _locations.Count))
            own.Add(Result(location: null, Error));
        return own;
    }

    /// <summary>Whether this project's credential helper serves the registry for this user: the token is then kept in that user's cache.</summary>
    public bool IsOurs(DockerConfigLocation location) => _stores.TryGetValue(location, out var store) && store.IsOurHelper;

    /// <summary>The region's token; null until there is one.</summary>
    public AuthorizationToken? Token => _token;

    // Somebody else's helper gets its own tokens.
    private bool IsServed(DockerConfigLocation location) => _stores.TryGetValue(location, out var store) && store is { IsEcrHelper: true, IsOurHelper: false };

    private LoginResult Result(DockerConfigLocation? location, EcrException? error)
    {
        StoredLogin? stored = null;
        LoginStore? store = null;
        if (location is not null && error is null)
        {
            _stored.TryGetValue(location, out stored);
            _stores.TryGetValue(location, out store);
        }

        return new LoginResult
        {
            Name = _name,
            Registry = Target?.Host ?? _name,
            Region = Target?.Scope.Region,
            Location = location,
            Store = (stored?.Store ?? store)?.Helper ?? "file",
            ExpiresAt = stored is null ? null : _token?.ExpiresAt,
            IsServedByHelper = store is { IsEcrHelper: true, IsOurHelper: false },
            Error = error,
        };
    }
}
