using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace EcrBoot.Sandbox;

/// <summary>The credentials handed out so far: signatures are checked against these and no others.</summary>
public sealed class KeyVault
{
    private const string KeyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly ConcurrentDictionary<string, AwsKeys> _keys = new(StringComparer.Ordinal);
    private readonly SandboxOptions _options;
    private readonly SandboxClock _clock;

    internal KeyVault(SandboxOptions options, SandboxClock clock)
    {
        _options = options;
        _clock = clock;
    }

    /// <summary>Makes the keys of a user: no session token, no end.</summary>
    public AwsKeys IssueUser(string userName = "builder", string? accountId = null)
    {
        string account = accountId ?? _options.AccountId;
        return Keep(new AwsKeys("AKIA" + RandomKeyId(), RandomSecret(), null, null, account,
            $"arn:{Partition}:iam::{account}:user/{userName}", "AIDA" + RandomKeyId() + "X"));
    }

    /// <summary>Makes temporary credentials of a role; a negative lifetime makes expired ones.</summary>
    public AwsKeys IssueRole(string roleName, string sessionName, TimeSpan lifetime, string? accountId = null)
    {
        string account = accountId ?? _options.AccountId;
        DateTimeOffset end = _clock.UtcNow + lifetime;
        return Keep(new AwsKeys("ASIA" + RandomKeyId(), RandomSecret(), Convert.ToBase64String(RandomNumberGenerator.GetBytes(810)),
            new DateTimeOffset(end.Ticks - (end.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero), account,
            $"arn:{Partition}:sts::{account}:assumed-role/{roleName}/{sessionName}", $"AROA{RandomKeyId()}X:{sessionName}"));
    }

    /// <summary>Accepts keys made elsewhere.</summary>
    public AwsKeys Keep(AwsKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys[keys.AccessKeyId] = keys;
        return keys;
    }

    /// <summary>Forgets credentials, as when a key is deleted: they are unknown from now on.</summary>
    public bool Revoke(string accessKeyId) => _keys.TryRemove(accessKeyId, out _);

    internal AwsKeys? Find(string accessKeyId) => _keys.TryGetValue(accessKeyId, out AwsKeys? keys) ? keys : null;

    private string Partition => AwsPartition.Of(_options.Region).Name;

    private static string RandomKeyId() => RandomNumberGenerator.GetString(KeyAlphabet, 16);

    private static string RandomSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(30));
}
