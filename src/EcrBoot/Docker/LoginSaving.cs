using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>
/// One call of <see cref="DockerLogins.SaveAsync"/>: first the logins that belong in the file, which take milliseconds, then the helpers, which may
/// hang, then the entries that docker leaves in the file beside a helper.
/// </summary>
internal sealed class LoginSaving
{
    private const int HelpersAtOnce = 4;
    private readonly DockerConfigLocation _location;
    private readonly HostEnvironment _host;
    private readonly TimeSpan _patience;
    private readonly LoginEntries _entries = new();

    public LoginSaving(DockerConfigLocation location, HostEnvironment host, TimeSpan patience)
    {
        _location = location;
        _host = host;
        _patience = patience;
    }

    public async Task<IReadOnlyList<StoredLogin>> RunAsync(IReadOnlyList<RegistryCredential> credentials, CancellationToken cancellation, CancellationToken deadline)
    {
        cancellation.ThrowIfCancellationRequested();
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
        var withHelper = new List<int>();
        for (var i = 0; i < results.Length; i++)
        {
            var store = LoginStores.ForNew(config, credentials[i].Host);
            results[i] = Result(credentials[i], store);
            if (store.Helper is null)
                _entries.InFile.Add(credentials[i]);
            else
                withHelper.Add(i);
        }

        if (_entries.InFile.Count > 0)
            await WriteAsync(credentials, results, cancellation).ConfigureAwait(false);
        if (withHelper.Count > 0)
        {
            await HandOverAsync(credentials, results, withHelper, cancellation, deadline).ConfigureAwait(false);
            await WriteAsync(credentials, results, cancellation).ConfigureAwait(false);
        }

        await VerifyAsync(credentials, results, cancellation).ConfigureAwait(false);
        return results;
    }

    private async Task HandOverAsync(
        IReadOnlyList<RegistryCredential> credentials, StoredLogin[] results, List<int> withHelper, CancellationToken cancellation, CancellationToken deadline)
    {
        using var places = new SemaphoreSlim(HelpersAtOnce);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline);
        var limit = either.Token;
        await Task.WhenAll(withHelper.Select(async i =>
        {
            var store = results[i].Store!;
            try
            {
                await places.WaitAsync(limit).ConfigureAwait(false);
                try
                {
                    results[i] = await StoreAsync(credentials[i], store, limit).ConfigureAwait(false);
                }
                finally
                {
                    places.Release();
                }
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                results[i] = Result(credentials[i], store, CredentialStore.NotInTime(store, credentials[i].Host, e));
            }
        })).ConfigureAwait(false);

        // In the order asked, whichever helper ended first.
        foreach (var i in withHelper.Where(i => results[i].Error is null && results[i].Store is not { IsEcrHelper: true }))
            _entries.Take(credentials[i], results[i].Store!);
    }

    private async Task<StoredLogin> StoreAsync(RegistryCredential credential, LoginStore store, CancellationToken cancellation)
    {
        var helper = new CredentialStore(store, _location.User, _host);
        try
        {
            if (store.IsEcrHelper)
                helper.RequireProgram();
            else
                await helper.StoreAsync(credential, cancellation).ConfigureAwait(false);
            return Result(credential, store);
        }
        catch (EcrException e)
        {
            return Result(credential, store, e);
        }
    }

    /// <summary>Writes the file once for all that is known by now; where that fails it becomes the error of those whose login would be in it.</summary>
    private Task WriteAsync(IReadOnlyList<RegistryCredential> credentials, StoredLogin[] results, CancellationToken cancellation) =>
        ApplyAsync(_entries.Put, credentials, results, cancellation);

    /// <summary>Looks once more: docker takes no lock, and may have written back what it had read before.</summary>
    private Task VerifyAsync(IReadOnlyList<RegistryCredential> credentials, StoredLogin[] results, CancellationToken cancellation) =>
        ApplyAsync(_entries.PutBack, credentials, results, cancellation);

    private async Task ApplyAsync(
        Func<DockerConfigFile, bool> change, IReadOnlyList<RegistryCredential> credentials, StoredLogin[] results, CancellationToken cancellation)
    {
        if (_entries.IsEmpty)
            return;
        EcrException error;
        try
        {
            await Task.Run(() => DockerConfigUpdate.Apply(_location, change, _patience, cancellation, _entries.PutBack), cancellation).ConfigureAwait(false);
            _entries.MarkWritten();
            return;
        }
        catch (EcrException e)
        {
            error = e;
        }

        for (var i = 0; i < results.Length; i++)
        {
            if (_entries.InFile.Contains(credentials[i]))
                results[i] = Result(credentials[i], LoginStore.File, error);
            else if (_entries.WithHelper.Contains(credentials[i]))
                results[i] = Result(credentials[i], results[i].Store, warning: "The login is with the helper, but its entry in the file is missing: " + error.Message);
        }

        // What could not be written has its error, and is not tried again.
        _entries.Clear();
    }

    private StoredLogin Result(RegistryCredential credential, LoginStore? store, EcrException? error = null, string? warning = null) =>
        new(credential.Host, store, _location.ConfigPath, error, warning);
}
