using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Boot;

/// <summary>The logins that are there already, found without a call to AWS.</summary>
internal sealed class BootStored
{
    private readonly HostEnvironment _host;
    private readonly BootReport? _before;

    /// <summary>Looks at what users have.</summary>
    /// <param name="host">The environment and the clock.</param>
    /// <param name="before">This boot's verdict so far, which knows the caller's own registry by name; null where there is none.</param>
    public BootStored(HostEnvironment host, BootReport? before)
    {
        _host = host;
        _before = before;
    }

    /// <summary>The login an entry asks for, if it is good for so long.</summary>
    /// <param name="entry">The registry and the user.</param>
    /// <param name="left">How long it must still be good.</param>
    /// <param name="cancellation">Ends a credential helper.</param>
    /// <returns>The login; null where there is none, or it cannot be read.</returns>
    public async Task<DockerLogin?> FindAsync(BootEntry entry, TimeSpan left, CancellationToken cancellation)
    {
        var isMeant = Filter(entry);
        try
        {
            var found = await new DockerLogins(entry.User.Location!, _host).ListAsync(isMeant, cancellation).ConfigureAwait(false);
            return found.FirstOrDefault(login => login.Store.IsEcrHelper || login.ExpiresAt > _host.UtcNow + left);
        }
        catch (EcrException)
        {
            return null; // The login to come meets the same error, and says it.
        }
    }

    /// <summary>The login an entry asks for, if docker would get one now. Of our own helper only asking tells.</summary>
    /// <param name="entry">The registry and the user.</param>
    /// <param name="cancellation">Ends a credential helper.</param>
    /// <returns>The login; null where there is none, or it cannot be read.</returns>
    public async Task<DockerLogin?> FindGoodAsync(BootEntry entry, CancellationToken cancellation)
    {
        var login = await FindAsync(entry, TimeSpan.Zero, cancellation).ConfigureAwait(false);
        if (login is not { Store.IsOurHelper: true })
            return login;
        try
        {
            if (await new DockerLogins(entry.User.Location!, _host).FindAsync(login.Host, cancellation).ConfigureAwait(false) is not { } kept)
                return null;
            login.ExpiresAt = EcrPassword.ExpiresAt(kept.Password);
            return login;
        }
        catch (EcrException)
        {
            return null;
        }
    }

    private Func<string, bool> Filter(BootEntry entry)
    {
        if (entry.Name is null)
        {
            var known = new HashSet<string>(
                (_before?.Logins ?? Array.Empty<BootReportLogin>()).Where(login => login.Reason is null && login.User == entry.User.Name).Select(static login => login.Registry),
                StringComparer.Ordinal);
            return known.Contains;
        }

        var name = entry.Name.Trim();
        if (name.Length == 12 && name.All(static c => c is >= '0' and <= '9'))
            return host => RegistryAddress.TryParse(host, out var address) && address!.AccountId == name;
        var asked = RegistryHost.Of(name);
        return host => host == asked;
    }
}
