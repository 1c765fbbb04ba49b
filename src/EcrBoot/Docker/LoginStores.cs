using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>Chooses where a login is kept, in docker's order: <c>credHelpers[host]</c>, <c>credsStore</c>, the file.</summary>
internal static class LoginStores
{
    /// <summary>The store of a host.</summary>
    /// <param name="config">The docker configuration.</param>
    /// <param name="host">The registry's host name.</param>
    /// <param name="user">Whose PATH is searched for a helper that no key names.</param>
    /// <param name="environment">Where PATH is read.</param>
    public static LoginStore For(DockerConfigFile config, string host, OsUser? user, HostEnvironment environment)
    {
        if (config.HasHelperEntry(host))
            return config.CredentialHelper(host) is { } helper ? LoginStore.Of(helper, $"credHelpers['{host}']") : LoginStore.File;
        if (config.CredentialsStore is { } store)
            return LoginStore.Of(store, "credsStore");

        // docker/cli cli/config/config.go: where nothing is set and nothing stored, it takes the platform's own helper if that is installed.
        // Windows' only: on Linux that is secretservice, which no service and no boot can use, and with an entry in the file docker reads the file.
        var isFresh = config.Keys.Count == 0 && config.HelperHosts.Count == 0;
        return HostEnvironment.IsWindows && isFresh && HostProgram.Find("docker-credential-wincred", user, environment) is not null
            ? LoginStore.Of("wincred", configKey: null)
            : LoginStore.File;
    }
}
