using System;
using System.Text;

namespace EcrBoot.Docker;

/// <summary>One entry of <c>auths</c> (docker/cli cli/config/types/authconfig.go).</summary>
internal static class DockerConfigEntry
{
    // What a login is made of; docker prefers the tokens to the rest, so an old one must not stay beside a new auth.
    private static readonly string[] s_login = { "username", "password", "auth", "identitytoken", "registrytoken" };

    /// <summary>Refuses an entry that docker could not read either.</summary>
    public static void Check(ConfigValue entry)
    {
        if (entry.IsNull)
            return;
        if (entry.Kind != ConfigValueKind.Object)
            throw new ConfigSyntaxException(entry.Offset, "an object for an entry of auths");
        foreach (var name in s_login)
        {
            if (entry.Find(name) is { Kind: not ConfigValueKind.String, IsNull: false } value)
                throw new ConfigSyntaxException(value.Offset, "a text for " + name);
        }
    }

    /// <summary>The login of an entry; null where it has none, as beside a credential helper, or none that can be decoded.</summary>
    public static RegistryCredential? Read(string host, ConfigValue entry)
    {
        if (Text(entry, "identitytoken") is { } token)
            return new RegistryCredential(host, "<token>", token);
        if (Text(entry, "auth") is not { } auth)
            return Text(entry, "username") is { } name ? new RegistryCredential(host, name, Text(entry, "password") ?? "") : null;
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(auth));
            var colon = text.IndexOf(':');

            // docker strips zeros from the end of the password: old clients padded it.
            return colon > 0 ? new RegistryCredential(host, text.Substring(0, colon), text.Substring(colon + 1).Trim('\0')) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Puts a login, or none, in the place of the old one; keys that are no part of a login stay.</summary>
    /// <returns>Whether that changed anything.</returns>
    public static bool SetAuth(ConfigValue entry, string? auth)
    {
        var changed = false;
        foreach (var name in s_login)
        {
            if (name != "auth" || auth is null)
                changed |= entry.Remove(name);
        }

        if (auth is null || entry.Find("auth") is { Kind: ConfigValueKind.String } old && old.Text == auth)
            return changed;
        entry.Set("auth", ConfigValue.String(auth), place: 0);
        return true;
    }

    private static string? Text(ConfigValue entry, string name) => entry.Find(name) is { Kind: ConfigValueKind.String, Text.Length: > 0 } value ? value.Text : null;
}
