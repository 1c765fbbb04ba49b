using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The accounts in a root's <c>/etc/passwd</c>, with their homes as they lie below that root.</summary>
internal sealed class Accounts
{
    private static readonly string[] s_noShells = { "nologin", "false", "sync", "halt", "shutdown" };
    private readonly ImageRoot _image;

    /// <summary>Reads the accounts.</summary>
    /// <param name="image">The root.</param>
    public Accounts(ImageRoot image)
    {
        _image = image;
        All = SystemFile.ReadText(image.Follow("/etc/passwd")).Split('\n').Select(static line => line.Split(':'))
            .Where(static fields => fields.Length >= 6).Select(Read).OfType<Account>().ToList();
    }

    /// <summary>Every account.</summary>
    public IReadOnlyList<Account> All { get; }

    /// <summary>Those that a person or a job logs in as.</summary>
    public IEnumerable<Account> WithLoginShell => All.Where(static account => !s_noShells.Contains(account.Shell.Substring(account.Shell.LastIndexOf('/') + 1), StringComparer.Ordinal));

    /// <summary>An account's docker configuration; null where it has no home, or a link leads out of the place where it would be.</summary>
    /// <param name="account">The account.</param>
    /// <param name="host">The environment.</param>
    public DockerConfigLocation? Config(Account account, HostEnvironment host)
    {
        var home = _image.Follow(account.Home);
        if (account.Home.Length == 0 || FileStatus.Of(home, follow: true) is not { IsFolder: true })
            return null;

        // In an image's home a link may name any file of this host.
        var file = account.Home.TrimEnd('/') + "/.docker/config.json";
        if (!_image.IsHost && _image.Inside(file) != _image.Inside(account.Home).TrimEnd('/') + "/.docker/config.json")
            return null;
        return DockerConfigLocation.Resolve(dockerConfig: null, new OsUser(account.Name, account.Uid, account.Gid, new[] { account.Gid }, home), host);
    }

    private static Account? Read(string[] fields) =>
        uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uint.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var gid)
            ? new Account(fields[0], uid, gid, fields[5], fields.Length > 6 ? fields[6].Trim() : "")
            : null;

    /// <summary>One account.</summary>
    public sealed class Account
    {
        internal Account(string name, uint uid, uint gid, string home, string shell)
        {
            Name = name;
            Uid = uid;
            Gid = gid;
            Home = home;
            Shell = shell;
        }

        public string Name { get; }

        public uint Uid { get; }

        public uint Gid { get; }

        /// <summary>The home, seen from the booted host.</summary>
        public string Home { get; }

        public string Shell { get; }
    }
}
