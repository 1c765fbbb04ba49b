using System;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>A user to log in, who may not exist yet.</summary>
internal sealed class BootUser
{
    private readonly bool _isNamed;
    private readonly string? _dockerConfig;

    private BootUser(string name, bool isNamed, string? dockerConfig)
    {
        Name = name;
        _isNamed = isNamed;
        _dockerConfig = dockerConfig;
    }

    /// <summary>The user's name.</summary>
    public string Name { get; }

    /// <summary>The user's docker configuration; null until the user exists.</summary>
    public DockerConfigLocation? Location { get; private set; }

    /// <summary>Why there is none.</summary>
    public EcrException? Error { get; private set; }

    /// <summary>A user by name, whose own configuration is meant.</summary>
    public static BootUser Named(string name) => new(name, isNamed: true, dockerConfig: null);

    /// <summary>The user this process acts as.</summary>
    public static BootUser Own(string? dockerConfig) => new(OsUser.Current?.Name ?? (HostEnvironment.IsWindows ? Environment.UserName : "unknown"), isNamed: false, dockerConfig);

    /// <summary>Looks for the user, once more where he was not there.</summary>
    /// <param name="host">The environment.</param>
    /// <param name="accounts">Finds an account by its name, or throws.</param>
    /// <returns>Whether the user is there.</returns>
    public bool Find(HostEnvironment host, Func<string, OsUser> accounts)
    {
        if (Location is not null)
            return true;
        try
        {
            Location = DockerConfigLocation.Resolve(_dockerConfig, _isNamed ? accounts(Name) : null, host);
            Error = null;
        }
        catch (EcrException e)
        {
            Error = e;
        }

        return Location is not null;
    }
}
