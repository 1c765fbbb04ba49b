using System;
using System.Text;

namespace EcrBoot.Docker;

/// <summary>A registry's user name and password. Nothing but its properties ever shows the password.</summary>
public sealed class RegistryCredential
{
    private readonly Lazy<string> _basicAuth;

    /// <summary>Makes a credential.</summary>
    /// <param name="host">The registry's host name, with its port where it has one.</param>
    /// <param name="userName">The user name: AWS for Amazon ECR.</param>
    /// <param name="password">The password.</param>
    public RegistryCredential(string host, string userName, string password)
        : this(host, userName, password, new Lazy<string>(() => Convert.ToBase64String(Encoding.UTF8.GetBytes(userName + ":" + password))))
    {
    }

    private RegistryCredential(string host, string userName, string password, Lazy<string> basicAuth)
    {
        Host = host;
        UserName = userName;
        Password = password;
        _basicAuth = basicAuth;
    }

    /// <summary>The registry's host name, with its port where it has one.</summary>
    public string Host { get; }

    /// <summary>The user name.</summary>
    public string UserName { get; }

    /// <summary>The password: a secret.</summary>
    public string Password { get; }

    /// <summary>User name and password as the <c>auth</c> of a docker configuration and HTTP's Basic scheme have them: a secret.</summary>
    internal string BasicAuth => _basicAuth.Value;

    /// <summary>The same user and password at another registry; it is not encoded again for each of a hundred.</summary>
    internal RegistryCredential At(string host) => new(host, UserName, Password, _basicAuth);

    /// <summary>The user and the host, without the password.</summary>
    public override string ToString() => $"{UserName} at {Host}";
}
