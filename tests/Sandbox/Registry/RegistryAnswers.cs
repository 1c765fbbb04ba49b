using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>The registry's error body and its codes.</summary>
internal static class RegistryAnswers
{
    public static Task RefuseAsync(this Exchange exchange, int status, string code, string message) =>
        exchange.AnswerAsync(status, "application/json; charset=utf-8", JsonText.Of(writer =>
        {
            writer.WriteStartArray("errors");
            writer.WriteStartObject();
            writer.WriteString("code", code);
            writer.WriteString("message", message);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }));

    public static Task NameUnknownAsync(this Exchange exchange, string name) =>
        exchange.RefuseAsync(404, "NAME_UNKNOWN", $"The repository with name '{name}' does not exist in the registry");

    public static Task BlobUnknownAsync(this Exchange exchange) =>
        exchange.RefuseAsync(404, "BLOB_UNKNOWN", "The specified layer does not exist");

    public static Task FullAsync(this Exchange exchange) =>
        exchange.RefuseAsync(413, "SIZE_INVALID", "The sandbox's registries are full");
}
