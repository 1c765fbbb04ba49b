using System;
using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Docker;

/// <summary>The entries that a saving puts in the file, and puts back where a writer without a lock has lost them.</summary>
internal sealed class LoginEntries
{
    private readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal);
    private readonly HashSet<RegistryCredential> _written = new();

    /// <summary>Logins that are in the file itself.</summary>
    public List<RegistryCredential> InFile { get; } = new();

    /// <summary>Logins that are with a helper, and have an empty entry in the file.</summary>
    public List<RegistryCredential> WithHelper { get; } = new();

    public bool IsEmpty => InFile.Count + WithHelper.Count == 0;

    /// <summary>Takes a login that has been stored, or is to be stored in the file.</summary>
    public void Take(RegistryCredential credential, LoginStore store) => (store.Helper is null ? InFile : WithHelper).Add(credential);

    /// <summary>Takes note that all of them are in the file.</summary>
    public void MarkWritten()
    {
        _written.UnionWith(InFile);
        _written.UnionWith(WithHelper);
    }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        InFile.Clear();
        WithHelper.Clear();
    }

    /// <summary>Puts the entries in; those that were written before only where they are gone.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool Put(DockerConfigFile config)
    {
        var changed = PutBack(config, _written.Contains);
        foreach (var credential in InFile.Where(IsNew))
        {
            _before[credential.Host] = config.Find(credential.Host)?.BasicAuth;
            changed |= config.Set(credential);
        }

        foreach (var credential in WithHelper.Where(IsNew))
            changed |= config.SetEmpty(credential.Host);

        return changed;
    }

    /// <summary>Puts back the entries that are gone, or old again. A login that somebody has made since is newer than ours and stays.</summary>
    /// <returns>Whether one was.</returns>
    public bool PutBack(DockerConfigFile config) => PutBack(config, static _ => true);

    private bool PutBack(DockerConfigFile config, Func<RegistryCredential, bool> which)
    {
        var changed = false;
        foreach (var credential in InFile.Where(which))
        {
            var now = config.Find(credential.Host)?.BasicAuth;
            if (now is null || (_before.TryGetValue(credential.Host, out var old) && now == old))
                changed |= config.Set(credential);
        }

        foreach (var credential in WithHelper.Where(which))
        {
            if (config.Find(credential.Host) is null)
                changed |= config.SetEmpty(credential.Host);
        }

        return changed;
    }

    private bool IsNew(RegistryCredential credential) => !_written.Contains(credential);
}
