using System;
using System.Collections.Generic;
using System.Text;

namespace EcrBoot.Host;

/// <summary>The file with the hook's settings, as systemd reads an <c>EnvironmentFile=</c>: NAME=value a line, with quotes or without, remarks after # or ;.</summary>
public static class EnvironmentFile
{
    /// <summary>The settings for everything of ours on a host: proxies, certificates, AWS's own variables.</summary>
    public const string Path = "/etc/ecrboot/environment";

    /// <summary>Sets the variables of the file that this process has not: a program that docker starts inherits none of a unit's.</summary>
    /// <param name="path">The file, which need not exist.</param>
    public static void Apply(string path = Path)
    {
        foreach (var setting in Parse(SystemFile.ReadText(path)))
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(setting.Key)))
                Environment.SetEnvironmentVariable(setting.Key, setting.Value);
        }
    }

    /// <summary>The settings in a text, the last of doubles. Lines that are none are passed over, as systemd does.</summary>
    /// <param name="text">The file's content.</param>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Replace("\\\n", "").Split('\n'))
        {
            var trimmed = line.Trim();
            var equals = trimmed.IndexOf('=');
            if (equals > 0 && trimmed[0] is not ('#' or ';') && IsName(trimmed.Substring(0, equals)))
                settings[trimmed.Substring(0, equals)] = Unquoted(trimmed.Substring(equals + 1).Trim());
        }

        return settings;
    }

    private static bool IsName(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!(name[i] is '_' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') || (i > 0 && name[i] is >= '0' and <= '9')))
                return false;
        }

        return true;
    }

    private static string Unquoted(string value)
    {
        var text = new StringBuilder();
        var quote = '\0';
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '\\' && quote != '\'' && i + 1 < value.Length)
                text.Append(value[++i]);
            else if (quote == '\0' && (c is '"' or '\''))
                quote = c;
            else if (c == quote)
                quote = '\0';
            else
                text.Append(c);
        }

        return text.ToString();
    }
}
