using System.Globalization;
using System.Text;

namespace EcrBoot.Docker;

/// <summary>Writes JSON as Go's <c>json.MarshalIndent(v, "", "\t")</c> does, which is how docker writes its configuration.</summary>
internal static class ConfigWriter
{
    public static byte[] Write(ConfigValue value)
    {
        var text = new StringBuilder();
        Append(text, value, depth: 0);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A text as a JSON string, with its quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2);
        AppendString(quoted, text);
        return quoted.ToString();
    }

    private static void Append(StringBuilder text, ConfigValue value, int depth)
    {
        switch (value.Kind)
        {
            case ConfigValueKind.String:
                AppendString(text, value.Text);
                break;
            case ConfigValueKind.Literal:
                text.Append(value.Text);
                break;
            case ConfigValueKind.List:
                var list = value.Items;
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    NewLine(text, i > 0, depth + 1);
                    Append(text, list[i], depth + 1);
                }

                Close(text, ']', list.Count, depth);
                break;
            default:
                var members = value.Members;
                text.Append('{');
                for (var i = 0; i < members.Count; i++)
                {
                    NewLine(text, i > 0, depth + 1);
                    AppendString(text, members[i].Key);
                    text.Append(": ");
                    Append(text, members[i].Value, depth + 1);
                }

                Close(text, '}', members.Count, depth);
                break;
        }
    }

    private static void NewLine(StringBuilder text, bool comma, int depth)
    {
        if (comma)
            text.Append(',');
        text.Append('\n').Append('\t', depth);
    }

    private static void Close(StringBuilder text, char bracket, int count, int depth)
    {
        if (count > 0)
            text.Append('\n').Append('\t', depth);
        text.Append(bracket);
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"' or '\\':
                    text.Append('\\').Append(c);
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;

                // Go escapes these so that the text may stand in HTML and in JavaScript.
                case < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029':
                    AppendEscape(text, c);
                    break;
                case >= '\uD800' and <= '\uDFFF':
                    // Half of a pair has no UTF-8, and was an escape in what was read.
                    if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                        text.Append(c).Append(value[++i]);
                    else
                        AppendEscape(text, c);
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }
    private static void AppendEscape(StringBuilder text, char c) => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
}
