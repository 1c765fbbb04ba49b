using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcrBoot.Boot;

/// <summary>Times as they stand in the log too: RFC 3339, UTC, whole seconds.</summary>
public sealed class BootTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>The time as text.</summary>
    /// <param name="time">Any time.</param>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new JsonException("Not a time.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));
}
