namespace EcrBoot.Docker;

/// <summary>What became of a login that was to be removed.</summary>
public sealed class RemovedLogin
{
    internal RemovedLogin(string host, LoginStore? store, EcrException? error)
    {
        Host = host;
        Store = store;
        Error = error;
    }

    /// <summary>The registry's host name.</summary>
    public string Host { get; }

    /// <summary>Where it was kept; null where that could not be found out.</summary>
    public LoginStore? Store { get; }

    /// <summary>Why it was not removed, NotLoggedIn where there was none; null where it was.</summary>
    public EcrException? Error { get; }
}
