using System;
using System.Collections.Generic;
using System.Linq;
using EcrBoot.Token;

namespace EcrBoot.Commands;

/// <summary>Pipeline input that belongs together: the same identity and the same docker configurations.</summary>
internal sealed class LoginBatch
{
    private readonly string _identityKey;
    private readonly string _configKey;

    private LoginBatch(string identityKey, string configKey, AwsIdentity identity, string[]? users, string? dockerConfig)
    {
        _identityKey = identityKey;
        _configKey = configKey;
        Identity = identity;
        Users = users;
        DockerConfig = dockerConfig;
    }

    /// <summary>The AWS identity: one object for all batches that ask for the same, so that one token serves them.</summary>
    public AwsIdentity Identity { get; }

    /// <summary>The users; null for the caller.</summary>
    public string[]? Users { get; }

    /// <summary>The folder of config.json; null for docker's own.</summary>
    public string? DockerConfig { get; }

    /// <summary>The registries collected; none stands for the caller's own.</summary>
    public List<string> Registries { get; } = new();

    /// <summary>The batch for one input, an existing one where it fits.</summary>
    /// <param name="batches">The batches so far.</param>
    /// <param name="identity">The identity asked for.</param>
    /// <param name="login">The login that came down the pipeline; null where registries were named.</param>
    /// <param name="users">The users asked for.</param>
    /// <param name="dockerConfig">The folder asked for.</param>
    public static LoginBatch For(List<LoginBatch> batches, AwsIdentity identity, EcrLogin? login, string[]? users, string? dockerConfig)
    {
        if (login is not null)
            (users, dockerConfig) = Owner(login);

        var identityKey = string.Join("\n", identity.Region, identity.ProfileName, identity.ProfileLocation, identity.EndpointUrl, identity.Keys?.AccessKeyId);
        var configKey = string.Join("\n", new[] { dockerConfig }.Concat(users ?? Array.Empty<string>()));
        var same = batches.FindAll(other => other._identityKey == identityKey);
        if (same.Find(other => other._configKey == configKey) is { } batch)
            return batch;
        batch = new LoginBatch(identityKey, configKey, same.Count > 0 ? same[0].Identity : identity, users, dockerConfig);
        batches.Add(batch);
        return batch;
    }

    /// <summary>How to reach a login again: another user's with that user's rights, one's own by its file.</summary>
    public static (string[]? Users, string? DockerConfig) Owner(EcrLogin login) =>
        login.OSUser == EcrLogin.Caller
            ? (null, login.ConfigPath)
            : (new[] { login.OSUser }, null);
}
