using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Token;

namespace EcrBoot.Docker;

/// <summary>One call of <see cref="DockerLogins.ListAsync"/>.</summary>
internal sealed class LoginListing
{
    private const int HelpersAtOnce = 4;
    private readonly DockerConfigLocation _location;
    private readonly HostEnvironment _host;

    public LoginListing(DockerConfigLocation location, HostEnvironment host)
    {
        _location = location;
        _host = host;
    }

    public async Task<IReadOnlyList<DockerLogin>> RunAsync(DockerConfigFile config, Func<string, bool> hostFilter, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var hosts = DockerLogins.HostsIn(config);
        var noList = await ListAsync(config, hosts, cancellation).ConfigureAwait(false);
        using var places = new SemaphoreSlim(HelpersAtOnce);
        var found = await Task.WhenAll(hosts.Where(hostFilter).Select(host => FindAsync(config, host, noList, places, cancellation))).ConfigureAwait(false);
        var logins = found.OfType<DockerLogin>().ToList();

        // A helper that is not there or hangs says so at its hosts; else it is to be said once that there may be more of them.
        if (noList is not null && !logins.Exists(login => ReferenceEquals(login.Error, noList.Error)))
            logins.Add(noList);
        return logins;
    }

    // Many helpers cannot list ("not implemented"); docker leaves an entry in the file for each login that it gives them, and these can be asked for.
    private async Task<DockerLogin?> ListAsync(DockerConfigFile config, SortedSet<string> hosts, CancellationToken cancellation)
    {
        if (config.CredentialsStore is not { } name || LoginStore.Of(name, "credsStore") is not { IsEcrHelper: false } store)
            return null;
        try
        {
            hosts.UnionWith((await new CredentialStore(store, _location.User, _host).ListAsync(cancellation).ConfigureAwait(false)).Select(ConfigKey.HostOf));
            return null;
        }
        catch (EcrException e)
        {
            return new DockerLogin("", store, _location) { Error = e };
        }
        catch (OperationCanceledException e)
        {
            return new DockerLogin("", store, _location) { Error = CredentialStore.NotInTime(store, "the list of its logins", e) };
        }
    }

    private async Task<DockerLogin?> FindAsync(DockerConfigFile config, string host, DockerLogin? noList, SemaphoreSlim places, CancellationToken cancellation)
    {
        var login = new DockerLogin(host, LoginStores.For(config, host, _location.User, _host), _location);
        if (login.Store.IsOurHelper && TokenCache.Open(_location.User, _host, out _) is { } cache && new GivenLogins(cache, _host).Find(host, out _) is { } given)
            (login.UserName, login.ExpiresAt) = (given.UserName, given.ExpiresAt);
        if (login.Store.IsEcrHelper)
            return login;
        if (login.Store.Helper is not null && login.Store.Helper == noList?.Store.Helper && !CredentialStore.HasAnswered(noList.Error!))
        {
            login.Error = noList.Error;
            return login;
        }

        try
        {
            await places.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                if (await new DockerLogins(_location, _host).FindAsync(config, host, cancellation).ConfigureAwait(false) is not { } credential)
                    return null;
                login.UserName = credential.UserName;
                login.ExpiresAt = EcrPassword.ExpiresAt(credential.Password);
            }
            finally
            {
                places.Release();
            }
        }
        catch (EcrException e)
        {
            login.Error = e;
        }
        catch (OperationCanceledException e)
        {
            login.Error = CredentialStore.NotInTime(login.Store, host, e);
        }

        return login;
    }
}
