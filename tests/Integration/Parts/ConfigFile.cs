using System;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>What is in a docker configuration, read by other code than the library's.</summary>
internal static class ConfigFile
{
    public static string PathIn(string home) => Path.Combine(home, ".docker", "config.json");

    public static string Text(string home) => File.ReadAllText(PathIn(home));

    public static JsonNode Json(string home) => JsonNode.Parse(Text(home))!;

    /// <summary>The password stored for a host.</summary>
    public static string Password(string home, string host)
    {
        var auth = Json(home)["auths"]?[host]?["auth"]?.GetValue<string>();
        Assert.False(auth is null, $"There is no login for {host} in {PathIn(home)}.");
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(auth!));
        Assert.StartsWith("AWS:", text, StringComparison.Ordinal);
        return text["AWS:".Length..];
    }

    public static void Write(string home, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathIn(home))!);
        File.WriteAllText(PathIn(home), text);
    }
}
