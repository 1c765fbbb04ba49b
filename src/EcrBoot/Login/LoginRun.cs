using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Token;

namespace EcrBoot.Login;

/// <summary>
/// The main job: one token call a region, regions side by side; each registry verified once; each login stored as docker would store it.
/// One registry's failure is its own result and takes no other with it.
/// </summary>
public sealed class LoginRun
{
    // Each check is a connection of its own, and nearly all of its time is waiting. More at once gained little, and would ask much of a proxy.
    private const int VerifiedAtOnce = 50;
    private readonly HostEnvironment _host;
    private readonly Action<string> _warn;
    private readonly Action<string> _trace;

    /// <summary>Makes a run.</summary>
    /// <param name="host">The environment and the clock.</param>
    /// <param name="warn">Told what the caller should know though it is no error; from any thread.</param>
    /// <param name="trace">Told each step, for who wants to follow; from any thread.</param>
    public LoginRun(HostEnvironment host, Action<string> warn, Action<string>? trace = null)
    {
        _host = host;
        _warn = warn;
        _trace = trace ?? (static _ => { });
    }

    /// <summary>Logs in to every registry asked for, for every user asked for.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="cancellation">Ends the run at once; what was stored by then stays.</param>
    /// <returns>One result for each registry and user, in the order asked.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public async Task<IReadOnlyList<LoginResult>> RunAsync(LoginRequest request, CancellationToken cancellation)
    {
        using var tokens = new TokenSource(request.Identity, _host, TokenLimit(request), _trace);
        return await RunAsync(request, tokens, cancellation).ConfigureAwait(false);
    }

    /// <summary>The same for several requests side by side. Those with the same identity object share its tokens.</summary>
    /// <param name="requests">What to do.</param>
    /// <param name="cancellation">Ends the run at once; what was stored by then stays.</param>
    /// <returns>The results of each request, in order.</returns>
    public async Task<IReadOnlyList<LoginResult>> RunAsync(IReadOnlyList<LoginRequest> requests, CancellationToken cancellation)
    {
        var sources = requests.GroupBy(static request => request.Identity)
            .ToDictionary(static group => group.Key, group => new TokenSource(group.Key, _host, TokenLimit(group.First()), _trace));
        try
        {
            var results = await Task.WhenAll(requests.Select(request => RunAsync(request, sources[request.Identity], cancellation))).ConfigureAwait(false);
            return results.SelectMany(static result => result).ToList();
        }
        finally
        {
            foreach (var source in sources.Values)
                source.Dispose();
        }
    }

    private static TimeSpan TokenLimit(LoginRequest request) => TimeSpan.FromTicks(request.Timeout.Ticks / 5 * 3);

    /// <summary>The same with a source of tokens that the caller keeps.</summary>
    internal async Task<IReadOnlyList<LoginResult>> RunAsync(LoginRequest request, TokenSource tokens, CancellationToken cancellation)
    {
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        whole.CancelAfter(request.Timeout);
        var attempts = await AttemptsAsync(request, tokens, whole.Token).ConfigureAwait(false);
        var helpers = request.UseHelper ? new HelperSetup(_host, _trace) : null;
        FindStores(attempts, request.Locations, helpers, whole.Token);
        await FetchTokensAsync(attempts, tokens, whole.Token).ConfigureAwait(false);
        WarnOfClock(attempts);
        await VerifyAsync(attempts, whole.Token).ConfigureAwait(false);
        var keeping = new HelperLogin(tokens, request.Identity, _host);
        await StoreAsync(attempts, request.Locations, helpers, keeping, cancellation, whole.Token).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return attempts.SelectMany(static attempt => attempt.Results()).ToList();
    }

    private static async Task<List<LoginAttempt>> AttemptsAsync(LoginRequest request, TokenSource tokens, CancellationToken cancellation)
    {
        var attempts = new List<LoginAttempt>();
        var names = request.Registries.Distinct(StringComparer.OrdinalIgnoreCase).DefaultIfEmpty();

        // Asked for once, and only if a name has none: a silent metadata service costs its 3 s a single time.
        Task<string>? found = null;
        Task<string> Region() => found ??= tokens.RegionAsync(cancellation);
        foreach (var name in names)
        {
            var attempt = new LoginAttempt(name ?? "", request.Locations);
            await attempt.GuardAsync(async () => attempt.Target = name is null
                ? LoginTarget.Own(await Region().ConfigureAwait(false))
                : await LoginTarget.ParseAsync(name, request.Identity, Region).ConfigureAwait(false)).ConfigureAwait(false);

            // Two names of one registry are one login.
            if (attempt.Target?.Host is not { } host || !attempts.Exists(other => other.Target?.Host == host))
                attempts.Add(attempt);
        }

        return attempts;
    }

    // A configuration that cannot be used is found before AWS is asked, and a registry that a helper serves needs no token.
    private void FindStores(List<LoginAttempt> attempts, IReadOnlyList<DockerConfigLocation> locations, HelperSetup? helpers, CancellationToken cancellation)
    {
        foreach (var location in locations)
            FindStores(attempts.FindAll(static attempt => attempt.Target?.Host is not null), attempts, location, helpers, cancellation);
    }

    // All whose store is asked for share one reading; a configuration that cannot be used is an error of all the others too.
    private void FindStores(List<LoginAttempt> asked, List<LoginAttempt> all, DockerConfigLocation location, HelperSetup? helpers, CancellationToken cancellation)
    {
        var logins = new DockerLogins(location, _host);
        StoreChoice stores;
        try
        {
            stores = logins.Check();
            if (helpers is not null)
            {
                helpers.Apply(asked, location, cancellation);
                stores = logins.Check();
            }
        }
        catch (EcrException e)
        {
            foreach (var attempt in all.Where(static attempt => attempt.Error is null))
                attempt.FailAt(location, e);
            return;
        }

        asked.ForEach(attempt => attempt.FindStore(stores, location));
    }

    private async Task FetchTokensAsync(List<LoginAttempt> attempts, TokenSource tokens, CancellationToken cancellation)
    {
        var groups = attempts.Where(static attempt => attempt.NeedsToken).GroupBy(static attempt => attempt.Target!.Scope);
        await Task.WhenAll(groups.Select(async group =>
        {
            var members = group.ToList();

            // The one call goes to the FIPS endpoint if any of its registries asks for that.
            var scope = members.Find(static attempt => attempt.Target!.Scope.UsesFips)?.Target!.Scope ?? group.Key;
            try
            {
                var token = await tokens.TokenAsync(scope, cancellation).ConfigureAwait(false);
                _trace($"The token for {scope} is good until {token.ExpiresAt:u}.");
                var login = new RegistryCredential("", token.UserName, token.Password);
                members.ForEach(attempt => attempt.Use(token, login));
            }
            catch (Exception e) when (e is EcrException or OperationCanceledException)
            {
                members.ForEach(attempt => attempt.Fail(e));
            }
        })).ConfigureAwait(false);
    }

    private async Task VerifyAsync(List<LoginAttempt> attempts, CancellationToken cancellation)
    {
        using var places = new SemaphoreSlim(VerifiedAtOnce);
        var registry = new RegistryLogin(_host);
        await Task.WhenAll(attempts.Where(static attempt => attempt.Credential is not null).Select(async attempt =>
        {
            await attempt.GuardAsync(async () =>
            {
                await places.WaitAsync(cancellation).ConfigureAwait(false);
                try
                {
                    await registry.VerifyAsync(attempt.Credential!, cancellation).ConfigureAwait(false);
                    _trace($"{attempt.Target!.Host} takes the token.");
                }
                finally
                {
                    places.Release();
                }
            }).ConfigureAwait(false);
        })).ConfigureAwait(false);
    }

    // The deadline ends helpers only: what was verified in time and belongs in a file takes milliseconds to store.
    private async Task StoreAsync(
        List<LoginAttempt> attempts,
        IReadOnlyList<DockerConfigLocation> locations,
        HelperSetup? helpers,
        HelperLogin keeping,
        CancellationToken cancellation,
        CancellationToken deadline)
    {
        // Side by side, so that one user's hanging helper costs the next one no time.
        await Task.WhenAll(locations.Select(async location =>
        {
            var logins = new DockerLogins(location, _host);
            List<LoginAttempt> ready;
            lock (attempts)
            {
                // The caller's own registry has its name only now.
                var late = attempts.FindAll(attempt => attempt.Credential is not null && !attempt.HasStore(location));
                if (late.Count > 0)
                    FindStores(late, late, location, helpers, cancellation);

                // Those with our helper last, in the order of what is stored.
                ready = attempts.Where(attempt => attempt.IsReadyFor(location)).OrderBy(attempt => attempt.IsOurs(location)).ToList();
            }

            if (ready.Count == 0)
                return;
            var ours = ready.Where(attempt => attempt.IsOurs(location)).ToList();
            var theirs = ready.Take(ready.Count - ours.Count).Select(static attempt => attempt.Credential!).ToList();
            var stored = (theirs.Count == 0 ? Array.Empty<StoredLogin>() : await logins.SaveAsync(theirs, cancellation, deadline).ConfigureAwait(false)).ToList();
            foreach (var attempt in ours)
                stored.Add(await keeping.KeepAsync(attempt, location, deadline).ConfigureAwait(false));
            _trace($"{ready.Count} logins were handed to {location.ConfigPath}.");
            lock (attempts)
            {
                for (var i = 0; i < ready.Count; i++)
                    ready[i].Record(location, stored[i]);
            }

            foreach (var warning in stored.Select(static login => login.Warning).OfType<string>())
                _warn(warning);
        })).ConfigureAwait(false);
    }

    // It is one clock, whichever region has told.
    private void WarnOfClock(List<LoginAttempt> attempts)
    {
        var correction = attempts.Select(static attempt => attempt.ClockCorrection).OrderByDescending(static by => by.Duration()).FirstOrDefault();

        // Under a minute is no one's worry; AWS allows five.
        if (correction.Duration() < TimeSpan.FromMinutes(1))
            return;
        var minutes = correction.Duration().TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture);
        var direction = correction < TimeSpan.Zero ? "ahead of" : "behind";
        _warn($"This host's clock is {minutes} minutes {direction} AWS's. The request was signed with AWS's time; set the clock, for example with chronyd.");
    }
}
