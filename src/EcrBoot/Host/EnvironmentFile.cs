using System;
using System.Collections.Generic;
using System.Text;

namespace EcrBoot.Host;

/// <summary>The file with the hook's settings, as systemd reads an <c>EnvironmentFile=</c>: NAME=value a line, with quotes or without, remarks after # or ;.</summary>
public static class EnvironmentFile
{
    /// <summary>The settings for everything of ours on a host: proxies, certificates, AWS's own variables.</summary>
    public const string Path = "/etc/ecrboot/environment";

    /// <summary>
    /// Sets the variables of the file that this process has not: a program that docker starts inherits none of a unit's. On Linux only: Windows
    /// gives the variables of the machine to every service and task by itself.
    /// </summary>
    /// <param name="path">The file, which need not exist.</param>
    public static void Apply(string path = Path)
    {
        if (!HostEnvironment.IsLinux)
            return;
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
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && text[at] is not ('\n' or '\r' or '='))
                at++;
            var name = text.Substring(start, at - start).Trim();
            if (name.Length > 0 && name[0] is '#' or ';')
                at = EndOfLine(text, at);
            else if (at < text.Length && text[at++] == '=' && Value(text, ref at) is { } value && name.Length > 0 && IsName(name))
                settings[name] = value;
        }

        return settings;
    }

    private static int EndOfLine(string text, int at)
    {
        while (at < text.Length && text[at] is not ('\n' or '\r'))
            at++;
        return at;
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

    // Up to the end of the line: parts in quotes, then the rest as it stands without the blanks at its end. Quotes inside the rest are letters.
    private static string Value(string text, ref int at)
    {
        var value = new StringBuilder();
        var length = 0;
        for (var isRest = false; at < text.Length && text[at] is not ('\n' or '\r');)
        {
            var c = text[at++];
            if (!isRest && c is ' ' or '\t')
                continue;
            if (!isRest && c is '"' or '\'')
            {
                Quoted(text, ref at, c, value);
            }
            else
            {
                isRest = true;
                if (c == '\\' && at < text.Length && text[at++] is var escaped && escaped != '\n')
                    value.Append(escaped);
                else if (c != '\\')
                    value.Append(c);
                if (c is ' ' or '\t')
                    continue;
            }

            length = value.Length;
        }

        return value.ToString(0, length);
    }

    // It may go over many lines. Between double quotes a backslash counts before four letters and at the end of a line.
    private static void Quoted(string text, ref int at, char quote, StringBuilder value)
    {
        while (at < text.Length && text[at++] is var c && c != quote)
        {
            if (c != '\\' || quote == '\'' || at == text.Length)
                value.Append(c);
            else if (text[at] is '"' or '\\' or '`' or '$')
                value.Append(text[at++]);
            else if (text[at] == '\n')
                at++;
            else
                value.Append(c);
        }
    }
}
