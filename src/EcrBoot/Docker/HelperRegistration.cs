using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>Puts this project's credential helper into a docker configuration, for single registries and never for all, and takes it out again.</summary>
public sealed class HelperRegistration
{
    private readonly DockerConfigLocation _location;

    /// <summary>Names the configuration. Nothing is read yet.</summary>
    /// <param name="location">Which configuration, and with whose rights.</param>
    public HelperRegistration(DockerConfigLocation location) => _location = location;

    /// <summary>
    /// Makes docker ask the helper for some registries. Their logins in the file are removed, since nobody looks there any more; everything else stays.
    /// </summary>
    /// <param name="hosts">The registries' host names.</param>
    /// <param name="force">Whether to take the place of another helper.</param>
    /// <param name="cancellation">Ends the wait for another writer.</param>
    /// <returns>Whether the file was changed.</returns>
    /// <exception cref="EcrException">HelperConflict: another helper serves one of them, and nothing was changed. Also as for writing a login.</exception>
    public bool Register(IReadOnlyList<string> hosts, bool force, CancellationToken cancellation)
    {
        var changed = false;
        DockerConfigUpdate.Apply(_location, Change, FolderLock.Patience, cancellation);
        return changed;

        bool Change(DockerConfigFile config)
        {
            if (!force)
                RequireFree(config, hosts);
            var now = false;
            foreach (var host in hosts)
            {
                now |= config.SetCredentialHelper(host, EcrCredentialHelper.Name);
                foreach (var key in config.Keys.Where(key => ConfigKey.HostOf(key) == host).ToList())
                    now |= config.Remove(key);
            }

            changed |= now;
            return now;
        }
    }

    /// <summary>Takes the helper out for some registries. Logins that were handed to it stay with it until they end. A file with nothing left in it is removed.</summary>
    /// <param name="which">Which registries.</param>
    /// <param name="cancellation">Ends the wait for another writer.</param>
    /// <returns>The registries it served.</returns>
    /// <exception cref="EcrException">As for writing a login.</exception>
    public IReadOnlyList<string> Unregister(Func<string, bool> which, CancellationToken cancellation)
    {
        var removed = new SortedSet<string>(StringComparer.Ordinal);
        DockerConfigUpdate.Apply(
            _location,
            config =>
            {
                var mine = Served(config).Where(which).ToList();
                removed.UnionWith(mine);
                return mine.Count(config.RemoveCredentialHelper) > 0;
            },
            FolderLock.Patience,
            cancellation);
        if (removed.Count > 0 && HostEnvironment.IsLinux)
            DockerConfigUpdate.RemoveIfEmpty(_location);
        return removed.ToList();
    }

    /// <summary>Whether there is something to register.</summary>
    /// <param name="hosts">The registries' host names.</param>
    /// <exception cref="EcrException">As for <see cref="Register"/>.</exception>
    public bool Lacks(IReadOnlyList<string> hosts)
    {
        var config = DockerConfigUpdate.Read(_location);
        RequireFree(config, hosts);
        return hosts.Any(host => config.CredentialHelper(host) is null);
    }

    /// <summary>The registries that the helper serves in this configuration.</summary>
    /// <exception cref="EcrException">As for reading a login.</exception>
    public IReadOnlyList<string> Registered() => Served(DockerConfigUpdate.Read(_location)).ToList();

    private void RequireFree(DockerConfigFile config, IReadOnlyList<string> hosts)
    {
        if (hosts.FirstOrDefault(host => config.CredentialHelper(host) is { } other && other != EcrCredentialHelper.Name) is { } taken)
        {
            throw new EcrException(
                EcrErrorReason.HelperConflict,
                $"{taken} is served by the credential helper '{config.CredentialHelper(taken)}' in '{_location.ConfigPath}'.",
                "Use Register-EcrCredentialHelper -Force to take its place.");
        }
    }

    private static IEnumerable<string> Served(DockerConfigFile config) => config.HelperHosts.Where(host => config.CredentialHelper(host) == EcrCredentialHelper.Name);
}
