using System;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>Looks whether a login that was made is still there and has not expired, as the user's own docker would find it.</summary>
internal sealed class StoredLoginCheck
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(12);
    private readonly HostEnvironment _host;
    private readonly BootIdentity _boot;
    private readonly DateTimeOffset _begun;

    /// <summary>Makes a check of the logins of one report.</summary>
    /// <param name="host">The clock, and PATH for credential helpers.</param>
    /// <param name="boot">This boot.</param>
    /// <param name="begun">When the report's login began.</param>
    public StoredLoginCheck(HostEnvironment host, BootIdentity boot, DateTimeOffset begun)
    {
        _host = host;
        _boot = boot;
        _begun = begun;
    }

    /// <summary>Looks for one login.</summary>
    /// <param name="login">What the report says of it. Its end is put right by what is stored.</param>
    /// <param name="cancellation">Ends a credential helper.</param>
    /// <returns>Why the login does not count; null where it does. UserNotPermitted: it could not be looked at.</returns>
    public async Task<EcrException?> RunAsync(BootReportLogin login, CancellationToken cancellation)
    {
        try
        {
            var location = DockerConfigLocation.Resolve(login.ConfigPath, User(login.User), _host);
            var logins = new DockerLogins(location, _host);
            var found = await logins.FindAsync(login.Registry, cancellation).ConfigureAwait(false);
            var who = $"'{login.User}' at {login.Registry}";
            if (found is null)
                return new EcrException(EcrErrorReason.LoginRemoved, $"This boot logged {who} in, and the login is not in {location.ConfigPath} any more.", Again(login));
            var stored = EcrPassword.ExpiresAt(found.Password);
            var isOlder = stored < login.ExpiresAt;
            login.ExpiresAt = stored ?? login.ExpiresAt;
            return login.ExpiresAt is { } end && end <= _host.UtcNow && (isOlder || !IsYoung(end))
                ? new EcrException(EcrErrorReason.LoginExpired, $"The login of {who} has expired at {BootTimeConverter.Text(end)}.", Again(login))
                : null;
        }
        catch (EcrException e)
        {
            return e;
        }
    }

    /// <summary>Whether an error means that nobody looked. What cannot be read with the user's own rights, his docker cannot read either.</summary>
    public static bool IsNoAnswer(EcrErrorReason reason) => reason == EcrErrorReason.UserNotPermitted;

    // What this boot made cannot be older than the boot. So a clock that jumps ahead ends no login before its time.
    private bool IsYoung(DateTimeOffset end)
    {
        var life = end - _begun;
        return _boot.Elapsed < (life < s_longest ? life : s_longest);
    }

    private static OsUser? User(string name)
    {
        if (!HostEnvironment.IsLinux || name.Length == 0)
            return null;
        var me = OsUser.Current;
        if (me is null || (me.Name != name && me.Uid != 0))
        {
            throw new EcrException(
                EcrErrorReason.UserNotPermitted,
                $"This boot logged '{name}' in; whether that login is still there only root and '{name}' can see.",
                $"Look as root, or as '{name}'.");
        }

        return me.Name == name ? me : OsUser.Find(name);
    }

    private static string Again(BootReportLogin login) => $"Run: Connect-EcrRegistry {login.Registry} -User {login.User}";
}
