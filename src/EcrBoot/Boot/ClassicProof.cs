using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Boot;

/// <summary>
/// Looks for what proves a success that a log of the old recipe tells of without naming a registry: stored logins that AWS issued in this boot. An ECR
/// password says when it ends, and lasts 12 hours.
/// </summary>
internal sealed class ClassicProof
{
    private static readonly TimeSpan s_life = TimeSpan.FromHours(12), s_apart = TimeSpan.FromMinutes(1);
    private readonly HostEnvironment _host;
    private readonly BootIdentity _boot;

    public ClassicProof(HostEnvironment host, BootIdentity boot)
    {
        _host = host;
        _boot = boot;
    }

    /// <summary>Judges the stored logins of the caller, and for root those of every user.</summary>
    /// <param name="wish">The registries asked about.</param>
    /// <param name="cancellation">Ends a credential helper.</param>
    /// <returns>The verdict, its error, and all logins found with why one does not count.</returns>
    public async Task<(BootVerdict Verdict, EcrException? Error, IReadOnlyList<BootReportLogin> Logins)> RunAsync(RegistryWish wish, CancellationToken cancellation)
    {
        var logins = new List<BootReportLogin>();
        foreach (var location in Locations())
        {
            try
            {
                foreach (var login in await new DockerLogins(location, _host).ListAsync(host => Includes(wish, host), cancellation).ConfigureAwait(false))
                    logins.Add(Judge(login, location));
            }
            catch (EcrException)
            {
                // A configuration that cannot be read proves nothing; one of the others may.
            }
        }

        var hosts = logins.Select(static login => login.Registry).Distinct(StringComparer.Ordinal).ToList();
        var proven = logins.Where(static login => login.Reason is null).Select(static login => login.Registry).ToList();
        var expired = logins.Find(login => login.Reason == nameof(EcrErrorReason.LoginExpired) && !proven.Contains(login.Registry));
        if (expired is not null)
            return (BootVerdict.Failed, new EcrException(EcrErrorReason.LoginExpired, expired.Problem!, expired.Remedy!), logins);
        var missing = wish.IsAll ? hosts.Where(host => !proven.Contains(host)).ToList() : wish.NotAmong(proven);
        if (hosts.Count > 0 && missing.Count == 0)
            return (BootVerdict.Succeeded, null, logins);
        var error = new EcrException(
            EcrErrorReason.LoginUnproven,
            $"The log tells of a login in this boot without naming the registry, and no stored login proves that it was {(missing.Count > 0 ? missing[0] : "one to Amazon ECR")}.",
            HostEnvironment.IsLinux && OsUser.Current?.Uid != 0 ? "Look as root, or as the user who was logged in." : "See Get-EcrLogin, and name the registry that is meant.");
        return (BootVerdict.Unknown, error, logins);
    }

    // A host that is no ECR registry counts only where it is asked for.
    private static bool Includes(RegistryWish wish, string host) => wish.IsAll ? RegistryAddress.TryParse(host, out _) : wish.Includes(host);

    private BootReportLogin Judge(DockerLogin login, DockerConfigLocation location)
    {
        var entry = new BootReportLogin
        {
            Registry = login.Host,
            User = login.OSUser ?? OsUser.Current?.Name ?? "",
            ConfigPath = location.ConfigPath,
            Store = login.Store.Helper ?? "file",
            ExpiresAt = login.ExpiresAt,
        };
        if (login.ExpiresAt is not { } end)
        {
            entry.Reason = nameof(EcrErrorReason.LoginUnproven);
            entry.Problem = $"The login at {login.Host} does not say when it was made.";
        }
        else if (!_boot.Contains(end - s_life, _host.UtcNow + s_apart))
        {
            entry.Reason = nameof(EcrErrorReason.LoginUnproven);
            entry.Problem = $"The login at {login.Host} was made at {BootTimeConverter.Text(end - s_life)}, not in this boot.";
        }
        else if (end <= _host.UtcNow)
        {
            entry.Reason = nameof(EcrErrorReason.LoginExpired);
            entry.Problem = $"The login at {login.Host} has expired at {BootTimeConverter.Text(end)}.";
        }

        entry.Remedy = entry.Reason is null ? null : "Log in again: a token lasts 12 hours.";
        return entry;
    }

    private IEnumerable<DockerConfigLocation> Locations()
    {
        var found = new List<DockerConfigLocation>();
        Add(static host => DockerConfigLocation.Resolve(null, user: null, host));
        if (HostEnvironment.IsLinux && OsUser.Current?.Uid == 0)
        {
            foreach (var name in OsUser.KnownNames())
                Add(host => DockerConfigLocation.Resolve(null, OsUser.Find(name), host));
        }

        return found.GroupBy(static location => location.ConfigPath, StringComparer.Ordinal).Select(static group => group.First());

        void Add(Func<HostEnvironment, DockerConfigLocation> resolve)
        {
            try
            {
                found.Add(resolve(_host));
            }
            catch (EcrException)
            {
                // No home, no configuration.
            }
        }
    }
}
