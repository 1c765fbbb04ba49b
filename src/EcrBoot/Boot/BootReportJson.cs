using System.Text.Json.Serialization;

namespace EcrBoot.Boot;

/// <summary>Reads and writes <see cref="BootReport"/> without reflection, which a program compiled ahead does not have.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BootReport))]
public sealed partial class BootReportJson : JsonSerializerContext
{
}
