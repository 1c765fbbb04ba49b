using System;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>GetAuthorizationToken of Amazon ECR.</summary>
internal sealed partial class EcrApi(SignatureCheck signatures, RegistryTokens tokens, LoopbackEndpoints loopback)
    : AwsApi(signatures, "ecr", "ecr:GetAuthorizationToken")
{
    protected override Task AnswerAsync(Exchange exchange, AwsKeys? keys)
    {
        if (!TryReadAccounts(exchange.Body, keys!.AccountId, out string[] accounts))
            return RefuseAsync(exchange, AwsError.InvalidParameter("Invalid parameter at 'registryIds' failed to satisfy constraint: 'Member must satisfy regular expression pattern: [0-9]{12}'"));

        string region = exchange.Record.Region!;
        string answer = JsonText.Of(writer =>
        {
            writer.WriteStartArray("authorizationData");
            foreach (string account in accounts)
            {
                writer.WriteStartObject();
                writer.WriteString("authorizationToken", tokens.Issue(region, null, out DateTimeOffset expires, exchange.Record.AccessKeyId));
                writer.WritePropertyName("expiresAt");
                writer.WriteRawValue(EpochSeconds(expires));
                writer.WriteString("proxyEndpoint", ProxyEndpoint(exchange, account, region));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        return exchange.AnswerAsync(200, JsonText.AwsJson, answer);
    }

    /// <summary>AWS's time format in JSON: seconds with three decimals.</summary>
    internal static string EpochSeconds(DateTimeOffset time) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.ToUnixTimeMilliseconds() / 1000m:0.000}");

    /// <summary>Called by its real name, the service names the real registry; called with an endpoint override, the one that is beside it.</summary>
    private string ProxyEndpoint(Exchange exchange, string account, string region) => exchange.Host is null
        ? loopback.Registry(exchange.Request.IsHttps)
        : $"https://{account}.dkr.ecr.{region}.{AwsPartition.Of(region).DnsSuffix}";

    private static bool TryReadAccounts(byte[] body, string own, out string[] accounts)
    {
        accounts = [own];
        try
        {
            using JsonDocument request = JsonDocument.Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
            if (request.RootElement.TryGetProperty("registryIds", out JsonElement ids) && ids.ValueKind == JsonValueKind.Array && ids.GetArrayLength() > 0)
                accounts = [.. ids.EnumerateArray().Select(id => id.GetString() ?? "")];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }

        return Array.TrueForAll(accounts, id => AccountId().IsMatch(id));
    }

    [GeneratedRegex("^[0-9]{12}$", RegexOptions.None, 1000)]
    private static partial Regex AccountId();
}
