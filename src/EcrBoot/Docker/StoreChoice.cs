using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>Where docker would keep logins, by one reading of a docker configuration.</summary>
internal sealed class StoreChoice
{
    private readonly DockerConfigFile _config;
    private readonly OsUser? _user;
    private readonly HostEnvironment _host;

    public StoreChoice(DockerConfigFile config, OsUser? user, HostEnvironment host)
    {
        _config = config;
        _user = user;
        _host = host;
    }

    /// <summary>The store of a host. A helper is looked for and not asked.</summary>
    /// <param name="host">The registry's host name.</param>
    /// <exception cref="EcrException">HelperMissing: the helper that serves the host is not installed.</exception>
    public LoginStore For(string host)
    {
        var store = LoginStores.ForNew(_config, host);
        if (store.Helper is not null)
            new CredentialStore(store, _user, _host).RequireProgram();
        return store;
    }
}
