using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace EcrBoot.Host;

/// <summary>An account of this host, whose docker configuration is read and written with that account's rights, on Windows with an administrator's.</summary>
public sealed unsafe class OsUser
{
    // Linux gives it to nobody; 0 would be root's.
    private const uint NoNumber = uint.MaxValue;

    internal OsUser(string name, uint uid, uint gid, IReadOnlyList<uint> groups, string home)
    {
        Name = name;
        Uid = uid;
        Gid = gid;
        Groups = groups;
        Home = home;
    }

    /// <summary>An account of Windows.</summary>
    internal OsUser(string name, string sid, string home)
        : this(name, NoNumber, NoNumber, Array.Empty<uint>(), home) => Sid = sid;

    /// <summary>The account's name.</summary>
    public string Name { get; }

    /// <summary>Its number on Linux.</summary>
    public uint Uid { get; }

    /// <summary>The number of its first group on Linux.</summary>
    public uint Gid { get; }

    /// <summary>The numbers of all its groups on Linux, the first one among them.</summary>
    public IReadOnlyList<uint> Groups { get; }

    /// <summary>Its security identifier on Windows; null on Linux.</summary>
    public string? Sid { get; }

    /// <summary>Whether it is the account of this process, so that there is nothing to be lent.</summary>
    internal bool IsOwn => Sid is null ? HostEnvironment.IsLinux && Uid == LibC.geteuid() : HostEnvironment.IsWindows && Sid == WindowsSid.Own();

    /// <summary>Its home folder, as the account database says; it need not exist. On Windows the folder of its profile, which does.</summary>
    public string Home { get; }

    /// <summary>The account this process acts as; null where the number has no entry, as in some containers, or this is not Linux.</summary>
    public static OsUser? Current => HostEnvironment.IsLinux ? Read(null, LibC.geteuid()) : null;

    /// <summary>Finds an account by its name, in every database the system is set up for (files, SSSD, LDAP …).</summary>
    /// <param name="name">The account's name; on Windows with its domain or without, or its security identifier.</param>
    /// <exception cref="EcrException">
    /// UserUnknown: there is none. On Windows also UserNotPermitted: it is another user's, and this session is not elevated; ConfigNotWritable: it
    /// has no profile.
    /// </exception>
    public static OsUser Find(string name)
    {
        if (HostEnvironment.IsWindows)
            return new WindowsUsers().Find(name);
        if (!HostEnvironment.IsLinux)
            throw new EcrException(EcrErrorReason.UserNotPermitted, "Acting for another user is possible on Linux and Windows only.", "Run the command as that user.");
        var found = name.Length == 0 || name.IndexOf('\0') >= 0 ? null : Read(name, 0);
        if (found is not null)
            return found;
        var near = SimilarName.Of(name, KnownNames());
        throw new EcrException(
            EcrErrorReason.UserUnknown,
            $"There is no user '{name}' on this host.",
            near is null ? "Name one that 'getent passwd' lists." : $"Did you mean '{near}'?");
    }

    /// <summary>The account's name.</summary>
    public override string ToString() => Name;

    internal static string NameOf(uint uid) => Read(null, uid)?.Name ?? uid.ToString(CultureInfo.InvariantCulture);

    private static OsUser? Read(string? name, uint uid)
    {
        // The database may be a remote one with long entries: the system asks for more room with ERANGE, or finds nothing.
        const int range = 34;
        for (var length = 4096; length <= 1 << 20; length *= 4)
        {
            LibC.Passwd entry;
            LibC.Passwd* result = null;
            fixed (byte* text = name is null ? null : LibC.Path(name), buffer = new byte[length])
            {
                var error = name is null
                    ? LibC.getpwuid_r(uid, &entry, buffer, (nuint)length, &result)
                    : LibC.getpwnam_r(text, &entry, buffer, (nuint)length, &result);
                if (error == range)
                    continue;
                if (result == null)
                    return null;
                var home = Text(entry.Home);
                return new OsUser(Text(entry.Name), entry.User, entry.Group, GroupsOf(entry), home.Length == 0 ? "/" : home);
            }
        }

        return null;
    }

    private static uint[] GroupsOf(LibC.Passwd entry)
    {
        var groups = new uint[64];
        while (true)
        {
            var count = groups.Length;
            fixed (uint* at = groups)
            {
                if (LibC.getgrouplist(entry.Name, entry.Group, at, &count) >= 0)
                {
                    Array.Resize(ref groups, count);
                    return groups;
                }
            }

            groups = new uint[Math.Max(count, groups.Length * 2)];
        }
    }

    private static string Text(byte* text)
    {
        var length = 0;
        while (text != null && text[length] != 0)
            length++;
        return text == null ? "" : Encoding.UTF8.GetString(text, length);
    }

    /// <summary>The names in <c>/etc/passwd</c>, for suggestions; none where it cannot be read. On Windows those with a profile.</summary>
    public static IReadOnlyList<string> KnownNames()
    {
        if (HostEnvironment.IsWindows)
            return new WindowsUsers().KnownNames();
        var names = new List<string>();
        try
        {
            foreach (var line in File.ReadLines("/etc/passwd"))
            {
                if (line.IndexOf(':') is > 0 and var colon)
                    names.Add(line.Substring(0, colon));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the file there is no suggestion, and the error is the same.
        }

        return names;
    }
}
