namespace EcrBoot.Docker;

/// <summary>What became of a login that was to be stored.</summary>
public sealed class StoredLogin
{
    internal StoredLogin(string host, LoginStore? store, string configPath, EcrException? error = null, string? warning = null)
    {
        Host = host;
        Store = store;
        ConfigPath = configPath;
        Error = error;
        Warning = warning;
    }

    /// <summary>The registry's host name.</summary>
    public string Host { get; }

    /// <summary>Where it is kept; null where not even that could be found out. Nothing was stored where it is an ECR credential helper.</summary>
    public LoginStore? Store { get; }

    /// <summary>The docker configuration.</summary>
    public string ConfigPath { get; }

    /// <summary>Why it could not be stored; null where it was.</summary>
    public EcrException? Error { get; }

    /// <summary>What a person should know although it was stored; null where there is nothing.</summary>
    public string? Warning { get; }
}
