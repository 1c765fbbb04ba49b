using System;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>GetAuthorizationToken of Amazon ECR Public: one object, no endpoint, us-east-1 only.</summary>
internal sealed class EcrPublicApi(SignatureCheck signatures, RegistryTokens tokens)
    : AwsApi(signatures, "ecr-public", "ecr-public:GetAuthorizationToken")
{
    protected override string? SigningRegion(Exchange exchange) => "us-east-1";

    protected override Task AnswerAsync(Exchange exchange, AwsKeys? keys) => exchange.AnswerAsync(200, JsonText.AwsJson, JsonText.Of(writer =>
    {
        writer.WriteStartObject("authorizationData");
        writer.WriteString("authorizationToken", tokens.Issue(RegistryTokens.Public, null, out DateTimeOffset expires));
        writer.WritePropertyName("expiresAt");
        writer.WriteRawValue(EcrApi.EpochSeconds(expires));
        writer.WriteEndObject();
    }));
}
