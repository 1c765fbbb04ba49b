using System;
using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Docker;

/// <summary>
/// A docker <c>config.json</c> in memory. It reads what docker reads (docker/cli cli/config/configfile/file.go, 28.2), writes byte for byte as
/// docker does, and unlike docker keeps every key it does not know.
/// </summary>
public sealed class DockerConfigFile
{
    // The order of the fields of docker's ConfigFile, which is the order in which docker writes them. "experimental" is left out and keeps its
    // place: docker 20.10 writes it before currentContext, 28.2 as the last.
    private static readonly string[] s_order =
    {
        "auths", "HttpHeaders", "psFormat", "imagesFormat", "networksFormat", "pluginsFormat", "volumesFormat", "statsFormat", "detachKeys", "credsStore",
        "credHelpers", "serviceInspectFormat", "servicesFormat", "tasksFormat", "secretFormat", "configFormat", "nodesFormat", "pruneFilters", "proxies",
        "currentContext", "cliPluginsExtraDirs", "plugins", "aliases", "features",
    };

    private readonly ConfigValue _root;
    private readonly ConfigValue _auths;

    private DockerConfigFile(ConfigValue root)
    {
        _root = root;
        Merge("credHelpers");
        _auths = Merge("auths") ?? ConfigValue.Object();
        foreach (var member in _auths.Members)
            DockerConfigEntry.Check(member.Value);
        foreach (var helper in Strings("credHelpers"))
            _ = Text(helper.Value, "the name of a credential helper");
        _ = CredentialsStore;
    }

    /// <summary>The helper that keeps the logins of all registries but those of <see cref="CredentialHelper"/>; null where there is none.</summary>
    public string? CredentialsStore => _root.Find("credsStore") is { } value ? Text(value, "the name of a credential helper") : null;

    /// <summary>The hosts with a credential helper of their own.</summary>
    public IReadOnlyList<string> HelperHosts => Strings("credHelpers").Select(static member => member.Key).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>The keys of <c>auths</c>: hosts, and in old files URLs.</summary>
    public IReadOnlyList<string> Keys => _auths.Members.ConvertAll(static member => member.Key);

    /// <summary>Whether there is nothing in it but, at most, an empty <c>auths</c>.</summary>
    internal bool IsEmpty => _auths.Members.Count == 0 && _root.Members.TrueForAll(static member => member.Key == "auths");

    /// <summary>Reads a configuration.</summary>
    /// <param name="content">The file's content; null or blanks are an empty configuration, as for docker.</param>
    /// <param name="path">The file's name, for errors.</param>
    /// <exception cref="EcrException">ConfigMalformed, with line and column.</exception>
    public static DockerConfigFile Parse(byte[]? content, string path)
    {
        try
        {
            var root = content is null ? null : ConfigReader.Parse(content);
            if (root is { Kind: not ConfigValueKind.Object, IsNull: false })
                throw new ConfigSyntaxException(root.Offset, "an object");
            return new DockerConfigFile(root is { IsNull: false } ? root : ConfigValue.Object());
        }
        catch (ConfigSyntaxException e)
        {
            var (line, column) = ConfigReader.Place(content!, e.Offset);
            throw new EcrException(
                EcrErrorReason.ConfigMalformed,
                e.IsTooDeep
                    ? $"'{path}' is nested more than {ConfigReader.Deepest} levels deep at line {line}, column {column}."
                    : e.Expected is null
                    ? $"'{path}' is not valid JSON at line {line}, column {column}."
                    : $"'{path}' has something else than {e.Expected} at line {line}, column {column}.",
                "Correct the file or move it away; it was left as it is.");
        }
    }

    /// <summary>The helper that <c>credHelpers</c> names for a host; null where it names none. An empty name is none, as for docker.</summary>
    /// <param name="host">The registry's host name.</param>
    public string? CredentialHelper(string host) =>
        Strings("credHelpers").LastOrDefault(member => member.Key == host).Value is { Text.Length: > 0 } helper ? helper.Text : null;

    /// <summary>Whether <c>credHelpers</c> has the host at all: with an empty name too it takes the host out of <see cref="CredentialsStore"/>.</summary>
    internal bool HasHelperEntry(string host) => Strings("credHelpers").Any(member => member.Key == host);

    /// <summary>The login that the file itself holds under a key; null where there is none. Its secret is for this library only.</summary>
    internal RegistryCredential? Find(string key) =>
        _auths.Members.LastOrDefault(member => member.Key == key).Value is { } entry ? DockerConfigEntry.Read(ConfigKey.HostOf(key), entry) : null;

    /// <summary>Stores a login as docker login does.</summary>
    /// <returns>Whether that changed anything.</returns>
    internal bool Set(RegistryCredential credential) => Set(credential.Host, credential.BasicAuth);

    /// <summary>Leaves an entry without a login, as docker does beside a credential helper.</summary>
    /// <returns>Whether that changed anything.</returns>
    internal bool SetEmpty(string host) => Set(host, auth: null);

    /// <summary>Removes an entry.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool Remove(string key) => _auths.Members.RemoveAll(member => member.Key == key) > 0;

    /// <summary>Names a credential helper for a host.</summary>
    /// <returns>Whether that changed anything.</returns>
    internal bool SetCredentialHelper(string host, string helper)
    {
        if (CredentialHelper(host) == helper)
            return false;
        if (_root.Find("credHelpers") is not { IsNull: false } helpers)
            _root.Set("credHelpers", helpers = ConfigValue.Object(), _root.Members.Count);
        helpers.Members.RemoveAll(member => member.Key == host);
        helpers.Members.Add(new(host, ConfigValue.String(helper)));
        helpers.Members.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return true;
    }

    /// <summary>Takes a host out of <c>credHelpers</c>, and with the last one the whole key, as docker does.</summary>
    /// <returns>Whether it was there.</returns>
    internal bool RemoveCredentialHelper(string host)
    {
        if (_root.Find("credHelpers") is not { IsNull: false } helpers || helpers.Members.RemoveAll(member => member.Key == host) == 0)
            return false;
        if (helpers.Members.Count == 0)
            _root.Remove("credHelpers");
        return true;
    }

    /// <summary>The file's new content.</summary>
    internal byte[] ToBytes()
    {
        _auths.Members.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        _root.Set("auths", _auths, place: 0);
        SortKnown();
        return ConfigWriter.Write(_root);
    }

    private static string? Text(ConfigValue value, string expected) =>
        value.IsNull ? null
        : value.Kind == ConfigValueKind.String ? (value.Text.Length == 0 ? null : value.Text)
        : throw new ConfigSyntaxException(value.Offset, expected);

    private bool Set(string key, string? auth)
    {
        var at = _auths.Members.FindLastIndex(member => member.Key == key);
        if (at >= 0 && !_auths.Members[at].Value.IsNull)
            return DockerConfigEntry.SetAuth(_auths.Members[at].Value, auth);
        if (at >= 0)
            _auths.Members.RemoveAt(at);
        var entry = ConfigValue.Object();
        DockerConfigEntry.SetAuth(entry, auth);
        _auths.Members.Add(new(key, entry));
        return true;
    }

    private List<KeyValuePair<string, ConfigValue>> Strings(string name) =>
        _root.Find(name) is { IsNull: false } value ? value.Members : new List<KeyValuePair<string, ConfigValue>>();

    // Go reads a second object of one name into the first: both count, and of doubles inside them the last.
    private ConfigValue? Merge(string name)
    {
        ConfigValue? all = null;
        foreach (var value in _root.Members.Where(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static member => member.Value))
        {
            if (value.IsNull)
                continue;
            if (value.Kind != ConfigValueKind.Object)
                throw new ConfigSyntaxException(value.Offset, "an object for " + name);
            all ??= ConfigValue.Object(value.Offset);
            foreach (var member in value.Members)
            {
                all.Members.RemoveAll(old => old.Key == member.Key);
                all.Members.Add(member);
            }
        }

        if (all is null)
            return null;
        var place = _root.Members.FindIndex(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        _root.Remove(name);
        _root.Members.Insert(place, new(name, all));
        return all;
    }

    // Known keys change places among themselves only, so that an unknown one keeps its neighbours.
    private void SortKnown()
    {
        var places = Enumerable.Range(0, _root.Members.Count).Where(i => Rank(_root.Members[i].Key) >= 0).ToList();
        var sorted = places.Select(i => _root.Members[i]).OrderBy(static member => Rank(member.Key)).ToList();
        for (var i = 0; i < places.Count; i++)
            _root.Members[places[i]] = sorted[i];
    }

    private static int Rank(string name) => Array.FindIndex(s_order, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
}
