using System;
using System.Collections.Generic;
using System.Text;
using EcrBoot.Docker;

namespace EcrBoot.Boot;

/// <summary>The lines of a log that programs wrote into, without what terminals, Windows and crashes add.</summary>
internal static class LogText
{
    private const int Telling = 100, Longest = 1000;
    private const char Unreadable = '\uFFFD';

    /// <summary>The lines that have something in them, trimmed, without control characters and colours.</summary>
    public static List<string> Lines(string text)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\n' or '\r')
                End(line, lines);
            else if (c == '\u001B')
                i = AfterEscape(text, i);
            else if (c == '\t')
                line.Append(' ');
            else if (c != '\uFEFF' && !char.IsControl(c)) // a crash leaves zeros at the end of a file
                line.Append(c);
        }

        End(line, lines);
        return lines;
    }

    /// <summary>A line fit to be shown: short, and without anything that may be a secret.</summary>
    public static string Quote(string line)
    {
        // What the helper protocol's answer says of the secret, should somebody have logged it.
        var secret = line.IndexOf("\"Secret\"", StringComparison.OrdinalIgnoreCase);
        if (secret >= 0)
            line = line.Substring(0, secret) + "\"Secret\" ***";

        // A token's base64 has slashes in it, at which ForeignText would begin to count anew.
        var shown = new StringBuilder();
        for (var i = 0; i < line.Length;)
        {
            var end = i;
            while (end < line.Length && IsBase64(line[end]))
                end++;
            if (end - i > Telling)
                shown.Append("***");
            else
                shown.Append(line, i, end - i);
            if (end < line.Length)
                shown.Append(line[end]);
            i = end + 1;
        }

        return ForeignText.Clean(shown.ToString(), credential: null, Longest);
    }

    private static bool IsBase64(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/' or '=' or '_' or '-';

    private static void End(StringBuilder line, List<string> lines)
    {
        var text = line.ToString().TrimStart(Unreadable).Trim(); // the mark at the beginning of UTF-16, as Windows PowerShell writes it
        line.Clear();
        if (text.Length > 0)
            lines.Add(text);
    }

    // ECMA-48: ESC [ parameters final, ESC ] text BEL or ESC \, or ESC and one more.
    private static int AfterEscape(string text, int at)
    {
        var i = at + 1;
        if (i >= text.Length || text[i] is not ('[' or ']'))
            return i < text.Length && text[i] is '\n' or '\r' ? at : Math.Min(i, text.Length - 1);
        var isCommand = text[i] == '[';
        for (i++; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\r')
                return i - 1;
            if (isCommand ? text[i] is >= '@' and <= '~' : text[i] == '\u0007')
                return i;
            if (!isCommand && text[i] == '\u001B')
                return Math.Min(i + 1, text.Length - 1);
        }

        return text.Length - 1;
    }
}
