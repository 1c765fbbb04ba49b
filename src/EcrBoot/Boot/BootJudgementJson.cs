using System;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EcrBoot.Boot;

/// <summary>A judgement as JSON on one line: what matters first, for who sees only the beginning.</summary>
internal static class BootJudgementJson
{
    // Nobody puts it into a page, and < for a quote reads badly.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(BootJudgement judgement)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_options))
        {
            json.WriteStartObject();
            json.WriteString("verdict", judgement.Verdict.ToString());
            json.WriteString("instanceId", judgement.InstanceId);
            json.WriteString("reason", judgement.Reason?.ToString());
            json.WriteString("problem", judgement.Problem);
            json.WriteString("remedy", judgement.Remedy);
            json.WriteString("line", judgement.Line);
            json.WriteString("log", judgement.Log);
            json.WriteString("bootId", judgement.BootId);
            json.WriteString("role", judgement.Role);
            json.WriteString("begun", Text(judgement.Begun));
            json.WriteString("ended", Text(judgement.Ended));
            json.WriteStartArray("logins");
            foreach (var login in judgement.Logins)
            {
                json.WriteStartObject();
                json.WriteString("registry", login.Registry);
                json.WriteString("user", login.User);
                json.WriteString("reason", login.Reason);
                json.WriteString("problem", login.Problem);
                json.WriteString("configPath", login.ConfigPath);
                json.WriteString("store", login.Store);
                json.WriteString("expiresAt", Text(login.ExpiresAt));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string? Text(DateTimeOffset? time) => time is { } known ? BootTimeConverter.Text(known) : null;
}
