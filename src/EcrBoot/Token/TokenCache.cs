using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// The tokens that a user keeps: one folder for each, so that each has a lock of its own. A file is replaced in one step, and is read without a lock.
/// What cannot be kept is no error: the next one asks AWS again.
/// </summary>
internal sealed class TokenCache
{
    private const string FileName = "token.json", BrokenName = "token.json.broken";
    private const int MostPruned = 256;
    private readonly string _folder;
    private readonly OsUser? _user;
    private readonly HostEnvironment _host;

    private TokenCache(string folder, OsUser? user, HostEnvironment host)
    {
        _folder = folder;
        _user = user;
        _host = host;
    }

    /// <summary>The cache of a user.</summary>
    /// <param name="user">The user, with whose rights it is read and written; null for the process's own.</param>
    /// <param name="host">The clock, and where the folder's place is read.</param>
    /// <param name="whyNone">Why there is none; empty where there is one.</param>
    /// <returns>Null where tokens are not kept.</returns>
    public static TokenCache? Open(OsUser? user, HostEnvironment host, out string whyNone)
    {
        var folder = TokenCachePlace.Find(user, host, out whyNone);
        if (folder is null)
            return null;
        whyNone = $"'{folder}' belongs to somebody else";
        if (!UserThread.Run(user, () => TokenCachePlace.IsOwn(folder)))
            return null;
        whyNone = "";
        return new TokenCache(folder, user, host);
    }

    /// <summary>The token kept under a key, whatever its age; null where there is none. A broken one is set aside.</summary>
    public KeptToken? Find(TokenKey key) => UserThread.Run(_user, () => key.Hash is null ? LastOfThisBoot(key) : Read(FolderOf(key)));

    /// <summary>All tokens, whatever their age.</summary>
    public IReadOnlyList<KeptToken> All() => UserThread.Run(_user, () => Folders().Select(Read).OfType<KeptToken>().ToList());

    /// <summary>Takes a key's lock.</summary>
    /// <param name="key">The key.</param>
    /// <param name="wait">How long to wait for another process that has it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The lock, which on a file system without locks is none; null where another process kept it, or the folder cannot be made.</returns>
    public IDisposable? Lock(TokenKey key, TimeSpan wait, CancellationToken cancellation)
    {
        try
        {
            return UserThread.Run(_user, () =>
            {
                var folder = FolderOf(key);
                MakeFolder(folder);
                return FolderLock.Take(folder, wait, cancellation);
            });
        }
        catch (EcrException)
        {
            return null;
        }
    }

    /// <summary>Keeps a token, and removes those of all keys that have ended. The key's lock is held by the caller.</summary>
    /// <exception cref="EcrException">It cannot be written; why.</exception>
    public void Keep(TokenKey key, KeptToken token) => UserThread.Run(_user, () =>
    {
        var folder = FolderOf(key);
        MakeFolder(folder);
        TokenCachePlace.Close(_folder);
        var path = Path.Combine(folder, FileName);
        if (HostEnvironment.IsLinux)
            LinuxFile.RemoveLeftovers(path);

        // Another writer is here only where the file system has no locks: of two new tokens either is good.
        _ = SafeFile.TryReplace(path, token.ToBytes(), SafeFile.Read(path));

        Prune();
        return true;
    });

    /// <summary>Removes a key's token.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(TokenKey key) => UserThread.Run(_user, () => Delete(FolderOf(key)));

    private static void MakeFolder(string folder)
    {
        if (HostEnvironment.IsLinux)
            LinuxFile.MakeFolder(folder);
        else
            Directory.CreateDirectory(folder);
    }

    private string FolderOf(TokenKey key) => Path.Combine(_folder, key.Hash!);

    private IEnumerable<string> Folders()
    {
        try
        {
            return Directory.Exists(_folder) ? Directory.EnumerateDirectories(_folder).Take(MostPruned).ToList() : Array.Empty<string>();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Array.Empty<string>();
        }
    }

    private KeptToken? LastOfThisBoot(TokenKey key) => Folders().Select(Read).OfType<KeptToken>()
        .Where(token => token.IsOfThisBoot(key, _host)).OrderByDescending(static token => token.KeptAt).FirstOrDefault();

    private static KeptToken? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            if (SafeFile.Read(path) is not { } content)
                return null;
            if (KeptToken.Parse(content) is { } token)
                return token;
        }
        catch (EcrException)
        {
            // No file, or one that cannot be read: below.
        }

        SetAside(folder);
        return null;
    }

    // Kept for whoever wants to see what broke it, and out of the way.
    private static void SetAside(string folder)
    {
        try
        {
            var aside = Path.Combine(folder, BrokenName);
            File.Delete(aside);
            File.Move(Path.Combine(folder, FileName), aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then the next token is written over it, or cannot be kept either.
        }
    }

    private void Prune()
    {
        foreach (var folder in Folders())
        {
            // Without a token: a call that failed left the folder, and whoever is at work in it makes it anew.
            if (Read(folder) is not { } token || !token.IsUsable(_host))
                Delete(folder);
        }
    }

    private static bool Delete(string folder)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            var was = File.Exists(path);
            File.Delete(path);
            File.Delete(Path.Combine(folder, BrokenName));
            if (Directory.Exists(folder))
                Directory.Delete(folder);
            return was;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody is at work in it: the next one removes it.
            return false;
        }
    }
}
