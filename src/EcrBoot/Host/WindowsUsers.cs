using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcrBoot.Host;

/// <summary>Finds the accounts of this Windows and the folders of their profiles.</summary>
internal sealed class WindowsUsers
{
    private static readonly Regex s_sid = new("^S-1(-[0-9]{1,20}){2,16}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>The identifier of an account's name; null where there is none.</summary>
    public Func<string, string?> SidOf { get; set; } = WindowsSid.Of;

    /// <summary>The name of an identifier; null where it has none.</summary>
    public Func<string, string?> NameOf { get; set; } = WindowsSid.NameOf;

    /// <summary>The account this process runs as.</summary>
    public Func<string> Own { get; set; } = WindowsSid.Own;

    /// <summary>Whether this process has an administrator's rights.</summary>
    public Func<bool> IsElevated { get; set; } = WindowsSid.IsElevated;

    /// <summary>The folder of an account's profile, as the registry says; null where it has none.</summary>
    public Func<string, string?> Profile { get; set; } = ProfileList.Folder;

    /// <summary>The accounts with a profile.</summary>
    public Func<IReadOnlyList<string>> Profiles { get; set; } = ProfileList.Sids;

    /// <summary>Whether a folder is there.</summary>
    public Func<string, bool> HasFolder { get; set; } = Directory.Exists;

    /// <summary>Windows' own folder.</summary>
    public string SystemRoot { get; set; } = Environment.GetFolderPath(Environment.SpecialFolder.Windows);

    /// <summary>Finds an account by its name, with or without its domain, or by its identifier.</summary>
    /// <param name="name">The account.</param>
    /// <exception cref="EcrException">UserUnknown; UserNotPermitted: not elevated; ConfigNotWritable: it has no profile.</exception>
    public OsUser Find(string name)
    {
        var service = ServiceAccount.Named(name);
        var sid = service?.Sid ?? (s_sid.IsMatch(name) ? name : name.Length == 0 || name.IndexOf('\0') >= 0 ? null : SidOf(name)) ?? throw Unknown(name);
        if (sid != Own() && !IsElevated())
        {
            throw new EcrException(
                EcrErrorReason.UserNotPermitted,
                $"Only an administrator may act for '{name}', and this session is not elevated.",
                $"Start PowerShell with 'Run as administrator', or run the command as '{name}'.");
        }

        service ??= ServiceAccount.Of(sid);
        var folder = service is not null ? service.Profile(SystemRoot) : Profile(sid);
        if (folder is null || !HasFolder(folder))
        {
            throw new EcrException(
                EcrErrorReason.ConfigNotWritable,
                folder is null ? $"The user '{name}' has no profile on this host." : $"The profile of '{name}', '{folder}', does not exist.",
                "Name a user who has one: Windows makes it when the user logs on for the first time.");
        }

        return new OsUser(service?.Name ?? name, sid, folder);
    }

    /// <summary>The names of the service accounts, and of the users who have a profile.</summary>
    public IReadOnlyList<string> KnownNames() =>
        ServiceAccount.All.Select(static account => account.Name)
            .Concat(Profiles().Where(static sid => ServiceAccount.Of(sid) is null).Select(NameOf).OfType<string>())
            .ToList();

    private EcrException Unknown(string name)
    {
        var near = SimilarName.Of(name, KnownNames());
        return new EcrException(
            EcrErrorReason.UserUnknown,
            $"There is no user '{name}' on this host.",
            near is null ? "Name one that 'Get-LocalUser' lists, or SYSTEM, LOCAL SERVICE or NETWORK SERVICE." : $"Did you mean '{near}'?");
    }
}
