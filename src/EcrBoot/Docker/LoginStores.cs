using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>Chooses where a login is kept, in docker's order: <c>credHelpers[host]</c>, <c>credsStore</c>, the file.</summary>
internal static class LoginStores
{
    /// <summary>The store in which docker looks for the login of a host.</summary>
    /// <param name="config">The docker configuration.</param>
    /// <param name="host">The registry's host name.</param>
    /// <param name="user">Whose PATH is searched for a helper that no key names.</param>
    /// <param name="environment">Where PATH is read.</param>
    public static LoginStore For(DockerConfigFile config, string host, OsUser? user, HostEnvironment environment) =>
        Named(config, host) ?? (IsFresh(config) && HostEnvironment.IsWindows && HostProgram.Find("docker-credential-wincred", user, environment) is not null
            ? LoginStore.Of("wincred", configKey: null)
            : LoginStore.File);

    /// <summary>
    /// The store that a new login of a host goes to: the one that a key of the configuration names, else the file, whose entry keeps docker from
    /// taking wincred by itself. wincred refuses more than 2,560 bytes, which an ECR password may exceed (docker/cli issue 4323), and everything
    /// that a service brings ("A specified logon session does not exist", docker/for-win issue 12888).
    /// </summary>
    /// <param name="config">The docker configuration.</param>
    /// <param name="host">The registry's host name.</param>
    public static LoginStore ForNew(DockerConfigFile config, string host) => Named(config, host) ?? LoginStore.File;

    /// <summary>
    /// Whether nothing is set and nothing stored. docker then takes the platform's own helper if that is installed (docker/cli cli/config/config.go,
    /// ContainsAuth in configfile/file.go: neither credsStore nor an entry in credHelpers or auths). Here only Windows' counts: Linux' is
    /// secretservice, which no service and no boot can use.
    /// </summary>
    internal static bool IsFresh(DockerConfigFile config) => config.CredentialsStore is null && config.Keys.Count == 0 && config.HelperHosts.Count == 0;

    private static LoginStore? Named(DockerConfigFile config, string host)
    {
        if (config.HasHelperEntry(host))
            return config.CredentialHelper(host) is { } helper ? LoginStore.Of(helper, $"credHelpers['{host}']") : LoginStore.File;
        return config.CredentialsStore is { } store ? LoginStore.Of(store, "credsStore") : null;
    }
}
