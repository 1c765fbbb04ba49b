using System;
using System.Collections.Generic;

namespace EcrBoot.Docker;

/// <summary>
/// A JSON value that loses nothing: members keep their order and their doubles, numbers their digits. System.Text.Json's own tree refuses
/// doubles and does not know where in the text a value stood.
/// </summary>
internal sealed class ConfigValue
{
    private ConfigValue(ConfigValueKind kind, string text, int offset)
    {
        Kind = kind;
        Text = text;
        Offset = offset;
    }

    public ConfigValueKind Kind { get; }

    /// <summary>The text of a string; the literal itself of a number, true, false or null.</summary>
    public string Text { get; }

    /// <summary>Where the value begins in the file, in bytes, so that an error can say so.</summary>
    public int Offset { get; }

    /// <summary>An object's members, in order.</summary>
    public List<KeyValuePair<string, ConfigValue>> Members { get; } = new();

    /// <summary>A list's values.</summary>
    public List<ConfigValue> Items { get; } = new();

    public bool IsNull => Kind == ConfigValueKind.Literal && Text == "null";

    public static ConfigValue Object(int offset = 0) => new(ConfigValueKind.Object, "", offset);

    public static ConfigValue List(int offset) => new(ConfigValueKind.List, "", offset);

    public static ConfigValue String(string text, int offset = 0) => new(ConfigValueKind.String, text, offset);

    public static ConfigValue Literal(string text, int offset) => new(ConfigValueKind.Literal, text, offset);

    /// <summary>A member's value; the last one of doubles, as in Go. Names are compared without case, as Go does for the fields of its types.</summary>
    public ConfigValue? Find(string name) => Members.FindLast(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Sets a member where it stands, or puts it at the given place.</summary>
    public void Set(string name, ConfigValue value, int place)
    {
        var at = Members.FindLastIndex(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (at >= 0)
            Members[at] = new(Members[at].Key, value);
        else
            Members.Insert(place, new(name, value));
    }

    /// <summary>Removes all members of a name.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name) => Members.RemoveAll(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) > 0;
}
