using System;
using System.Collections.Generic;
using Amazon.Runtime.CredentialManagement;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>What tells a profile's keys from another's: the chain of roles, sources and files it leads to. A name alone would outlive an edited file.</summary>
internal sealed class ProfileIdentity
{
    private const int DeepestChain = 8;
    private readonly List<string> _lines = new() { "profile" };
    private readonly Func<string, CredentialProfile?> _find;
    private readonly HostEnvironment _host;

    private ProfileIdentity(Func<string, CredentialProfile?> find, HostEnvironment host)
    {
        _find = find;
        _host = host;
    }

    /// <summary>The lines; null where the chain cannot be followed to its end.</summary>
    public IReadOnlyList<string>? Lines { get; private set; }

    /// <summary>Whether the chain ends at the instance's role.</summary>
    public bool NeedsInstance { get; private set; }

    /// <summary>Follows a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="find">Finds the others by their names.</param>
    /// <param name="host">Where the variables are read that a profile may name as its source.</param>
    public static ProfileIdentity Of(CredentialProfile profile, Func<string, CredentialProfile?> find, HostEnvironment host)
    {
        var identity = new ProfileIdentity(find, host);
        if (identity.Follow(profile, DeepestChain))
            identity.Lines = identity._lines;
        return identity;
    }

    private bool Follow(CredentialProfile profile, int depth)
    {
        var options = profile.Options;
        Add("key", options.AccessKey);
        Add("role", options.RoleArn);
        Add("external id", options.ExternalID);
        Add("session", options.RoleSessionName);
        Add("mfa", options.MfaSerial);
        Add("token file", options.WebIdentityTokenFile);
        Add("sso account", options.SsoAccountId);
        Add("sso role", options.SsoRoleName);
        Add("sso start", options.SsoStartUrl);
        Add("sso session", options.SsoSession);
        Add("login", options.LoginSession);
        Add("process", options.CredentialProcess);
        Add("source", options.CredentialSource);
        switch (options.CredentialSource)
        {
            case null or "":
                break;
            case "Ec2InstanceMetadata":
                NeedsInstance = true;
                break;
            case "Environment":
                Add("key", _host.Variable("AWS_ACCESS_KEY_ID"));
                break;
            default:
                if (KeySourceIdentity.OfContainer(_host) is not { } container)
                    return false;
                _lines.AddRange(container);
                break;
        }

        if (string.IsNullOrEmpty(options.SourceProfile) || options.SourceProfile == profile.Name)
            return true;
        return depth > 0 && _find(options.SourceProfile) is { } source && Follow(source, depth - 1);
    }

    private void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            _lines.Add(name + "=" + value);
    }
}
