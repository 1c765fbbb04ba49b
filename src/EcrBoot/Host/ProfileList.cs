using System.Collections.Generic;

namespace EcrBoot.Host;

/// <summary>The profiles of this Windows, from the registry: the one place that says where a user's folder is.</summary>
internal static class ProfileList
{
    private const string Key = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";

    /// <summary>The folder of an account's profile; null where it has none: Windows makes it when the user first logs on.</summary>
    /// <param name="sid">The account.</param>
    public static string? Folder(string sid) => WindowsRegistry.Text(Key + "\\" + sid, "ProfileImagePath") is { Length: > 0 } path ? path : null;

    /// <summary>The accounts that have a profile; none where the list cannot be read.</summary>
    public static IReadOnlyList<string> Sids() => WindowsRegistry.SubKeys(Key);
}
