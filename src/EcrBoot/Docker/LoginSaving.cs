using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>One call of <see cref="DockerLogins.SaveAsync"/>.</summary>
internal sealed class LoginSaving
{
    private readonly DockerConfigLocation _location;
    private readonly HostEnvironment _host;
    private readonly TimeSpan _patience;
    private readonly List<RegistryCredential> _inFile = new();
    private readonly List<RegistryCredential> _withHelper = new();
    private string? _newCredentialsStore;

    public LoginSaving(DockerConfigLocation location, HostEnvironment host, TimeSpan patience)
    {
        _location = location;
        _host = host;
        _patience = patience;
    }

    public async Task<IReadOnlyList<StoredLogin>> RunAsync(IReadOnlyList<RegistryCredential> credentials, CancellationToken cancellation)
    {
        DockerConfigFile config;
        try
        {
            config = DockerConfigUpdate.Read(_location);
        }
        catch (EcrException e)
        {
            return credentials.Select(credential => Result(credential, store: null, e)).ToList();
        }

        var results = new StoredLogin[credentials.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = await StoreAsync(config, credentials[i], cancellation).ConfigureAwait(false);

        if (await WriteAsync(cancellation).ConfigureAwait(false) is not { } error)
            return results;
        for (var i = 0; i < results.Length; i++)
        {
            if (_inFile.Contains(credentials[i]))
                results[i] = Result(credentials[i], LoginStore.File, error);
            else if (_withHelper.Contains(credentials[i]))
                results[i] = Result(credentials[i], results[i].Store, warning: "The login is with the helper, but its entry in the file is missing: " + error.Message);
        }

        return results;
    }

    private async Task<StoredLogin> StoreAsync(DockerConfigFile config, RegistryCredential credential, CancellationToken cancellation)
    {
        var store = LoginStores.For(config, credential.Host, _location.User, _host);
        if (store.IsEcrHelper)
            return Result(credential, store);
        if (store.Helper is null)
        {
            _inFile.Add(credential);
            return Result(credential, store);
        }

        try
        {
            await new CredentialStore(store, _location.User, _host).StoreAsync(credential, cancellation).ConfigureAwait(false);
        }
        catch (EcrException e) when (store.ConfigKey is null)
        {
            // Nobody has asked for this helper. wincred takes 2,560 bytes, which an ECR password exceeds ("The stub received bad data", docker/cli
            // issue 4323); docker fails there, and yet reads the file once there is an entry in it.
            _inFile.Add(credential);
            return Result(credential, LoginStore.File, warning: e.Problem + " The login is in the file instead.");
        }
        catch (EcrException e)
        {
            return Result(credential, store, e);
        }

        if (store.ConfigKey is null)
            _newCredentialsStore = store.Helper; // docker writes down the helper that it has chosen
        _withHelper.Add(credential);
        return Result(credential, store);
    }

    /// <summary>Writes the file once for all; gives the error where that fails.</summary>
    private async Task<EcrException?> WriteAsync(CancellationToken cancellation)
    {
        if (_inFile.Count + _withHelper.Count == 0)
            return null;
        try
        {
            await Task.Run(() => DockerConfigUpdate.Apply(_location, Change, _patience, cancellation), cancellation).ConfigureAwait(false);
            return null;
        }
        catch (EcrException e)
        {
            return e;
        }
    }

    private bool Change(DockerConfigFile config)
    {
        var changed = false;
        foreach (var credential in _inFile)
            changed |= config.Set(credential);
        foreach (var credential in _withHelper)
            changed |= config.SetEmpty(credential.Host);

        // Once an entry is in the file for want of that helper, naming the helper would hide it.
        if (_newCredentialsStore is not null && _inFile.Count == 0 && config.CredentialsStore is null)
        {
            config.CredentialsStore = _newCredentialsStore;
            changed = true;
        }

        return changed;
    }

    private StoredLogin Result(RegistryCredential credential, LoginStore? store, EcrException? error = null, string? warning = null) =>
        new(credential.Host, store, _location.ConfigPath, error, warning);
}
