using System;
using System.Threading;

namespace EcrBoot.Sandbox;

/// <summary>The role of the instance: who it is and the credentials the metadata service hands out for it.</summary>
public sealed class InstanceRole
{
    private readonly Lock _lock = new();
    private readonly SandboxOptions _options;
    private readonly KeyVault _vault;
    private readonly SandboxClock _clock;
    private AwsKeys? _keys;

    internal InstanceRole(SandboxOptions options, KeyVault vault, SandboxClock clock)
    {
        _options = options;
        _vault = vault;
        _clock = clock;
        Name = options.RoleName;
    }

    /// <summary>The role's name; null when the instance has none. May be changed at any time, as a role can be attached to a running instance.</summary>
    public string? Name { get; set; }

    /// <summary>The credentials the metadata service gives now: the same to everyone until they are renewed.</summary>
    public AwsKeys CurrentKeys()
    {
        lock (_lock)
        {
            // EC2 renews them some minutes before their end; expired ones stay when a test asked for them.
            if (_keys is null || (_options.CredentialLifetime > TimeSpan.Zero && _keys.Expiration < _clock.UtcNow.AddMinutes(5)))
                _keys = Issue();

            return _keys;
        }
    }

    /// <summary>Hands out new credentials from now on; the old ones stay good until their end.</summary>
    public AwsKeys Renew()
    {
        lock (_lock)
            return _keys = Issue();
    }

    private AwsKeys Issue() => _vault.IssueRole(Name ?? "runner", _options.InstanceId, _options.CredentialLifetime);
}
