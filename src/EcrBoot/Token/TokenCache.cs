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
        whyNone = UserThread.Run(user, () =>
        {
            var why = TokenCachePlace.WhyNot(folder);
            if (why is null)
                TokenCachePlace.Close(folder);
            return why ?? "";
        });
        return whyNone.Length == 0 ? new TokenCache(folder, user, host) : null;
    }

    /// <summary>The token kept under a key, whatever its age; null where there is none. A broken one is set aside.</summary>
    public KeptToken? Find(TokenKey key) => UserThread.Run(_user, () => key.Hash is null ? LastOfThisBoot(key) : TokenFolder.Read(FolderOf(key)));

    /// <summary>Whether what was kept under a key was found broken and set aside.</summary>
    public bool HasBroken(TokenKey key) => UserThread.Run(_user, () => TokenFolder.HasBroken(FolderOf(key)));

    /// <summary>All tokens, whatever their age.</summary>
    public IReadOnlyList<KeptToken> All() => UserThread.Run(_user, () => Folders().Select(TokenFolder.Read).OfType<KeptToken>().ToList());

    /// <summary>Takes a key's lock.</summary>
    /// <param name="key">The key.</param>
    /// <param name="wait">How long to wait for another process that has it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The lock, which on a file system without locks is none; null where another process kept it, or the folder cannot be made.</returns>
    public IDisposable? Lock(TokenKey key, TimeSpan wait, CancellationToken cancellation)
    {
        try
        {
            return UserThread.Run(_user, () => TokenFolder.Lock(FolderOf(key), wait, cancellation));
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
        TokenFolder.Write(FolderOf(key), token);
        foreach (var folder in Folders())
            RemoveEnded(folder);
        return true;
    });

    /// <summary>Removes a key's token.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(TokenKey key) => UserThread.Run(_user, () =>
    {
        // Whoever is still at work in it after that time hangs, and does not keep a login from being removed.
        using var held = Directory.Exists(FolderOf(key)) ? TryTake(FolderOf(key), FolderLock.Patience) : null;
        return TokenFolder.Delete(FolderOf(key));
    });

    /// <summary>Removes a key's token where it has ended. One that another process has just put in its place stays.</summary>
    public void RemoveEnded(TokenKey key) => UserThread.Run(_user, () =>
    {
        RemoveEnded(FolderOf(key));
        return true;
    });

    /// <summary>The folder of a key, for a person who has to look at it.</summary>
    public string FolderOf(TokenKey key) => Path.Combine(_folder, key.Hash!);

    private IEnumerable<string> Folders()
    {
        try
        {
            return Directory.Exists(_folder) ? Directory.EnumerateDirectories(_folder).Where(IsKey).Take(MostPruned).ToList() : Array.Empty<string>();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Array.Empty<string>();
        }
    }

    // Whatever else lies there is not of this library, and none of its business.
    private static bool IsKey(string folder) => Path.GetFileName(folder) is { Length: 64 } name && name.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    private KeptToken? LastOfThisBoot(TokenKey key) => Folders().Select(TokenFolder.Read).OfType<KeptToken>()
        .Where(token => token.IsOfThisBoot(key, _host)).OrderByDescending(static token => token.KeptAt).FirstOrDefault();

    // Without a token: a call that failed left the folder. One in which somebody is at work stays.
    private void RemoveEnded(string folder)
    {
        if (IsServed(folder))
            return;
        using var held = TryTake(folder, TimeSpan.Zero);
        if (held is not null && !IsServed(folder))
            TokenFolder.Delete(folder);
    }

    private bool IsServed(string folder) => TokenFolder.Read(folder) is { } token && token.IsUsable(_host);

    private static FolderLock? TryTake(string folder, TimeSpan wait)
    {
        try
        {
            return FolderLock.Take(folder, wait, CancellationToken.None);
        }
        catch (EcrException)
        {
            return null;
        }
    }
}
