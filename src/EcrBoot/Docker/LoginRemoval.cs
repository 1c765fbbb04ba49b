using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Token;

namespace EcrBoot.Docker;

/// <summary>One call of <see cref="DockerLogins.RemoveAsync"/>.</summary>
internal sealed class LoginRemoval
{
    private readonly DockerConfigLocation _location;
    private readonly HostEnvironment _host;
    private readonly TimeSpan _patience;

    public LoginRemoval(DockerConfigLocation location, HostEnvironment host, TimeSpan patience)
    {
        _location = location;
        _host = host;
        _patience = patience;
    }

    public async Task<IReadOnlyList<RemovedLogin>> RunAsync(IReadOnlyList<string> hosts, CancellationToken cancellation)
    {
        DockerConfigFile config;
        try
        {
            config = DockerConfigUpdate.Read(_location);
        }
        catch (EcrException e)
        {
            return hosts.Select(host => new RemovedLogin(host, store: null, e)).ToList();
        }

        var results = new RemovedLogin[hosts.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = await EraseAsync(config, hosts[i], cancellation).ConfigureAwait(false);

        // What a helper would not give up keeps its entry in the file, as with docker.
        var gone = results.Where(static result => result.Error is not { Reason: not EcrErrorReason.NotLoggedIn }).Select(static result => result.Host).ToList();
        try
        {
            await Task.Run(() => DockerConfigUpdate.Apply(_location, now => Remove(now, gone), _patience, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (EcrException e)
        {
            return Array.ConvertAll(results, result => result.Error is null ? new RemovedLogin(result.Host, result.Store, e) : result);
        }

        return results;
    }

    private static bool Remove(DockerConfigFile config, List<string> hosts)
    {
        var changed = false;
        foreach (var key in config.Keys.Where(key => hosts.Exists(host => IsOf(host, key))))
            changed |= config.Remove(key);
        return changed;
    }

    // With its case, as in docker and in DockerLogins.FindAsync: docker finds a login under the very name it is asked for.
    private static bool IsOf(string host, string key) => ConfigKey.HostOf(key) == host;

    private async Task<RemovedLogin> EraseAsync(DockerConfigFile config, string host, CancellationToken cancellation)
    {
        var store = LoginStores.For(config, host, _location.User, _host);
        var found = config.Keys.Any(key => IsOf(host, key) && config.Find(key) is not null);
        try
        {
            if (store.IsOurHelper)
                found |= TokenCache.Open(_location.User, _host, out _) is { } cache && new GivenLogins(cache, _host).Remove(host);
            else if (store.Helper is not null && !store.IsEcrHelper)
                found |= await EraseAsync(new CredentialStore(store, _location.User, _host), host, cancellation).ConfigureAwait(false);
        }
        catch (EcrException e)
        {
            return new RemovedLogin(host, store, e);
        }

        return new RemovedLogin(host, store, found ? null : NotLoggedIn(host, store));
    }

    private static async Task<bool> EraseAsync(CredentialStore helper, string host, CancellationToken cancellation)
    {
        // A login made with "docker login https://HOST" lies under that key, so the helper is asked for its keys; not every helper can say them.
        List<string> keys;
        try
        {
            keys = (await helper.ListAsync(cancellation).ConfigureAwait(false)).Where(key => IsOf(host, key)).ToList();
        }
        catch (EcrException e) when (e.Reason == EcrErrorReason.StoreRefused)
        {
            keys = new List<string>();
            if (await helper.GetAsync(host, cancellation).ConfigureAwait(false) is not null)
                keys.Add(host);
        }

        foreach (var key in keys)
            await helper.EraseAsync(key, cancellation).ConfigureAwait(false);
        return keys.Count > 0;
    }

    private EcrException NotLoggedIn(string host, LoginStore store) => new(
        EcrErrorReason.NotLoggedIn,
        store.IsEcrHelper
            ? $"'{host}' is served by the credential helper 'docker-credential-{store.Helper}', so no login of it is stored."
            : $"There is no login for '{host}' in '{_location.ConfigPath}'.",
        store.IsOurHelper ? "End that with Unregister-EcrCredentialHelper."
            : store.IsEcrHelper ? $"Take {store.ConfigKey} out of the docker configuration to end that."
            : "Check the registry's name and whose docker configuration it is.");
}
