using System;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EcrBoot.Sandbox;

/// <summary>JSON bodies, written without reflection so that the first answer is as fast as the next.</summary>
internal static class JsonText
{
    public const string AwsJson = "application/x-amz-json-1.1";

    public static string Of(Action<Utf8JsonWriter> members, bool indented = false)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new() { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
