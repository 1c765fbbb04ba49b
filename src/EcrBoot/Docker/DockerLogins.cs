using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>The logins of one docker configuration: stored, listed and removed where docker itself would.</summary>
public sealed class DockerLogins
{
    private readonly DockerConfigLocation _location;
    private readonly HostEnvironment _host;

    /// <summary>Names the configuration. Nothing is read yet.</summary>
    /// <param name="location">Which configuration, and with whose rights.</param>
    /// <param name="host">Where PATH is read, for credential helpers.</param>
    public DockerLogins(DockerConfigLocation location, HostEnvironment host)
    {
        _location = location;
        _host = host;
    }

    /// <summary>How long to wait for another writer of this library. Default: 5 seconds.</summary>
    internal TimeSpan Patience { get; set; } = FolderLock.Patience;

    /// <summary>Reads the configuration, once for any number of hosts, and sees whether it can be used.</summary>
    /// <returns>Where docker would keep the login of each host.</returns>
    /// <exception cref="EcrException">ConfigMalformed, ConfigNotOwned, ConfigNotWritable, UserNotPermitted.</exception>
    internal StoreChoice Check() => new(DockerConfigUpdate.Check(_location), _location.User, _host);

    /// <summary>
    /// Stores logins as docker login does: with the helper that is set up for the host, and an empty entry in the file beside it, else in the file,
    /// which is written for all of them together, and first. Where an ECR credential helper serves a host nothing is stored for it.
    /// </summary>
    /// <param name="credentials">The logins.</param>
    /// <param name="cancellation">Ends a wait or a helper; the file is never left half written.</param>
    /// <param name="deadline">Ends the helpers. Their logins get the error TimedOut; the file is written all the same.</param>
    /// <returns>A result for each, in order, with its error where it has one.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<IReadOnlyList<StoredLogin>> SaveAsync(
        IReadOnlyList<RegistryCredential> credentials, CancellationToken cancellation, CancellationToken deadline = default) =>
        new LoginSaving(_location, _host, Patience).RunAsync(credentials, cancellation, deadline);

    /// <summary>Removes logins: those entries and no others, from their helper and from the file, under whichever form of the host's name.</summary>
    /// <param name="hosts">The registries' host names.</param>
    /// <param name="cancellation">Ends a wait or a helper.</param>
    /// <returns>A result for each, in order; its error is NotLoggedIn where there was none.</returns>
    public Task<IReadOnlyList<RemovedLogin>> RemoveAsync(IReadOnlyList<string> hosts, CancellationToken cancellation) =>
        new LoginRemoval(_location, _host, Patience).RunAsync(hosts, cancellation);

    /// <summary>
    /// The logins that docker would use. An ECR credential helper is named and not asked, for it would call AWS. A helper that fails hides no other
    /// login: its own hosts have an error.
    /// </summary>
    /// <param name="hostFilter">Which hosts; helpers are asked for no others.</param>
    /// <param name="cancellation">Ends the helpers; the hosts left then have the error TimedOut.</param>
    /// <returns>The logins by host. Where the helper of <c>credsStore</c> cannot list, one with that error and without a host is the last.</returns>
    /// <exception cref="EcrException">ConfigMalformed, ConfigNotOwned, ConfigNotWritable, UserNotPermitted.</exception>
    public Task<IReadOnlyList<DockerLogin>> ListAsync(Func<string, bool> hostFilter, CancellationToken cancellation) =>
        new LoginListing(_location, _host).RunAsync(Read(), hostFilter, cancellation);

    /// <summary>The hosts the configuration names, without asking any helper: quick enough for completion.</summary>
    /// <param name="hostFilter">Which hosts.</param>
    /// <exception cref="EcrException">As for <see cref="ListAsync"/>.</exception>
    public IReadOnlyList<string> Hosts(Func<string, bool> hostFilter) => HostsIn(Read()).Where(hostFilter).ToList();

    /// <summary>The login that docker would use for a host, with its secret; null where there is none. An ECR credential helper is asked.</summary>
    internal Task<RegistryCredential?> FindAsync(string host, CancellationToken cancellation) => FindAsync(Read(), host, cancellation);

    /// <summary>The same in a configuration that has been read.</summary>
    internal async Task<RegistryCredential?> FindAsync(DockerConfigFile config, string host, CancellationToken cancellation)
    {
        var store = StoreFor(config, host);
        if (store.Helper is not null)
        {
            // Most helpers keep what "docker login https://HOST" gave them under that key, and docker itself asks for the plain host only.
            return await Helper(store).GetAsync(host, cancellation).ConfigureAwait(false);
        }

        // docker's file store takes the plain host first and then any key that stands for it.
        return config.Find(host) ?? config.Keys.Where(key => ConfigKey.HostOf(key) == host).Select(config.Find).FirstOrDefault(static found => found is not null);
    }

    internal static SortedSet<string> HostsIn(DockerConfigFile config) =>
        new(config.Keys.Select(ConfigKey.HostOf).Concat(config.HelperHosts), StringComparer.Ordinal);

    private DockerConfigFile Read() => DockerConfigUpdate.Read(_location);

    private LoginStore StoreFor(DockerConfigFile config, string host) => LoginStores.For(config, host, _location.User, _host);

    private CredentialStore Helper(LoginStore store) => new(store, _location.User, _host);
}
