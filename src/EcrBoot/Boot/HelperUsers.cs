using System;
using System.Collections.Generic;
using System.Linq;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Boot;

/// <summary>The docker configurations that the boot hook sets the credential helper up in: at install time those it can, at each boot the rest.</summary>
internal sealed class HelperUsers
{
    private readonly ImageRoot _image;
    private readonly HostEnvironment _host;

    public HelperUsers(ImageRoot image, HostEnvironment host)
    {
        _image = image;
        _host = host;
    }

    /// <summary>What setting it up would change: for users that exist and registries named by host. What only the booted host knows is done there.</summary>
    /// <exception cref="EcrException">HelperConflict, ConfigMalformed and the like. Nothing has been changed then.</exception>
    public IReadOnlyList<PlannedChange> Register(HookOptions options)
    {
        var hosts = options.Registries.Select(static name => RegistryAddress.TryParse(name.Trim(), out var address) ? address!.Host : null).OfType<string>().ToList();
        if (!options.CredentialHelper || hosts.Count == 0)
            return Array.Empty<PlannedChange>();
        var accounts = new Accounts(_image);
        var users = options.Users.SelectMany(user => user == HookOptions.AutoUser ? RunnerUnits.Find(_image, options.RunnerUnits).Select(static unit => unit.User).OfType<string>() : new[] { user });
        var steps = new List<PlannedChange>();
        foreach (var account in accounts.All.Where(account => users.Contains(account.Name, StringComparer.Ordinal)))
        {
            if (accounts.Config(account, _host) is not { } location)
                continue;
            var registration = new HelperRegistration(location);
            if (Lacks(registration, hosts))
            {
                steps.Add(new PlannedChange("Register the credential helper in", location.ConfigPath, cancellation =>
                    System.Threading.Tasks.Task.Run(() => registration.Register(hosts, force: false, cancellation), cancellation)));
            }
        }

        return steps;
    }

    /// <summary>What taking it out of every user's configuration would change.</summary>
    public IReadOnlyList<PlannedChange> Unregister()
    {
        var accounts = new Accounts(_image);
        var steps = new List<PlannedChange>();
        foreach (var location in accounts.All.Select(account => accounts.Config(account, _host)).OfType<DockerConfigLocation>().GroupBy(static location => location.ConfigPath, StringComparer.Ordinal).Select(static group => group.First()))
        {
            var registration = new HelperRegistration(location);
            if (IsIn(registration))
            {
                steps.Add(new PlannedChange("Take the credential helper out of", location.ConfigPath, cancellation =>
                    System.Threading.Tasks.Task.Run(() => registration.Unregister(static _ => true, cancellation), cancellation)));
            }
        }

        return steps;
    }

    /// <summary>Whether any user's docker asks the helper.</summary>
    public bool IsAnywhere() => Unregister().Count > 0;

    // An image may be mounted where its users cannot reach it here; the boot does it then.
    private bool Lacks(HelperRegistration registration, IReadOnlyList<string> hosts)
    {
        try
        {
            return registration.Lacks(hosts);
        }
        catch (EcrException e) when (!_image.IsHost && e.Reason == EcrErrorReason.ConfigNotWritable)
        {
            return false;
        }
    }

    private static bool IsIn(HelperRegistration registration)
    {
        try
        {
            return registration.Registered().Count > 0;
        }
        catch (EcrException)
        {
            return false; // A configuration that cannot be read is not ours to change.
        }
    }
}
