using System;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EcrBoot.Docker;

/// <summary>Reads JSON. Its errors give the place and never the content, for that may be a secret.</summary>
internal static class ConfigReader
{
    /// <summary>How many objects and lists may be in one another.</summary>
    public const int Deepest = 256;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The value of a JSON text; null where there is none but blanks, which docker takes for an empty configuration.</summary>
    /// <exception cref="ConfigSyntaxException">The text is not JSON.</exception>
    public static ConfigValue? Parse(byte[] content)
    {
        // PowerShell 5.1 writes a byte-order mark, at which docker stops; the next writing mends that.
        var start = content.AsSpan().StartsWith(Encoding.UTF8.GetPreamble()) ? 3 : 0;
        if (IsBlank(content.AsSpan(start)))
            return null;
        var reader = new Utf8JsonReader(content.AsSpan(start), new JsonReaderOptions { MaxDepth = Deepest + 1 });
        try
        {
            reader.Read();
            var value = Value(ref reader, start);

            // docker ignores, and at its next writing drops, what follows the first value; here that is a mistake to be shown.
            reader.Read();
            return value;
        }
        catch (JsonException e)
        {
            throw new ConfigSyntaxException(OffsetOf(content, e, start));
        }
        catch (Exception e) when (e is InvalidOperationException or DecoderFallbackException)
        {
            // A string that is not UTF-8.
            throw new ConfigSyntaxException(start + (int)reader.TokenStartIndex);
        }
    }

    /// <summary>The line and the column of a byte, both counted from 1, the column in characters.</summary>
    public static (int Line, int Column) Place(byte[] content, int offset)
    {
        int line = 1, begin = content.AsSpan().StartsWith(Encoding.UTF8.GetPreamble()) ? 3 : 0;
        offset = Math.Max(Math.Min(offset, content.Length), begin);
        for (var i = 0; i < offset; i++)
        {
            if (content[i] != '\n')
                continue;
            line++;
            begin = i + 1;
        }

        return (line, Encoding.UTF8.GetCharCount(content, begin, offset - begin) + 1);
    }

    private static ConfigValue Value(ref Utf8JsonReader reader, int start)
    {
        var offset = start + (int)reader.TokenStartIndex;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= Deepest)
            throw new ConfigSyntaxException(offset, isTooDeep: true);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var value = ConfigValue.Object(offset);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = Text(ref reader);
                    reader.Read();
                    value.Members.Add(new(name, Value(ref reader, start)));
                }

                return value;
            case JsonTokenType.StartArray:
                var list = ConfigValue.List(offset);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Items.Add(Value(ref reader, start));
                return list;
            case JsonTokenType.String:
                return ConfigValue.String(Text(ref reader), offset);
            default:
                return ConfigValue.Literal(Encoding.UTF8.GetString(reader.ValueSpan.ToArray()), offset);
        }
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException) when (reader.ValueSpan.IndexOf((byte)'\\') >= 0)
        {
            // Half of a surrogate pair. Go takes it, for U+FFFD; so does every use of this text as bytes, and ConfigWriter writes it as it was.
            return Unescape(s_strict.GetString(reader.ValueSpan.ToArray()));
        }
    }

    /// <summary>Takes out the escapes, which the reader has found to be well formed.</summary>
    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            switch (text[++i])
            {
                case 'u':
                    plain.Append((char)ushort.Parse(text.Substring(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    i += 4;
                    break;
                case var letter:
                    plain.Append("bfnrt".IndexOf(letter) is >= 0 and var at ? "\b\f\n\r\t"[at] : letter);
                    break;
            }
        }

        return plain.ToString();
    }

    private static bool IsBlank(ReadOnlySpan<byte> content)
    {
        foreach (var one in content)
        {
            if (one is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                return false;
        }

        return true;
    }

    private static int OffsetOf(byte[] content, JsonException e, int start)
    {
        var at = start;
        for (var line = e.LineNumber ?? 0; line > 0 && at < content.Length; at++)
        {
            if (content[at] == '\n')
                line--;
        }

        return at + (int)(e.BytePositionInLine ?? 0);
    }
}
