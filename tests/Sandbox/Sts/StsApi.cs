using System.Security;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>The Security Token Service, in XML: GetCallerIdentity, AssumeRole, and AssumeRoleWithWebIdentity for any token.</summary>
internal sealed class StsApi(SignatureCheck signatures, KeyVault vault) : AwsApi(signatures, "sts", "sts:GetCallerIdentity")
{
    private const string WebIdentity = "AssumeRoleWithWebIdentity";

    protected override bool Plays(string? operation) => operation is "GetCallerIdentity" or "AssumeRole" or WebIdentity;

    // Who has a web identity has no keys yet.
    protected override bool IsUnsigned(Exchange exchange) => exchange.Record.Operation == WebIdentity;

    protected override Task AnswerAsync(Exchange exchange, AwsKeys? keys)
    {
        string operation = exchange.Record.Operation!;
        string result = operation == "GetCallerIdentity" ? Identity(keys!) : Assumed(exchange);
        return exchange.AnswerAsync(200, "text/xml", $"""
            <{operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <{operation}Result>{result}</{operation}Result>
              <ResponseMetadata><RequestId>{exchange.Response.Headers["x-amzn-RequestId"]}</RequestId></ResponseMetadata>
            </{operation}Response>

            """);
    }

    private static string Identity(AwsKeys keys) =>
        $"<Arn>{SecurityElement.Escape(keys.Arn)}</Arn><UserId>{SecurityElement.Escape(keys.UserId)}</UserId><Account>{keys.AccountId}</Account>";

    private string Assumed(Exchange exchange)
    {
        var form = System.Web.HttpUtility.ParseQueryString(System.Text.Encoding.UTF8.GetString(exchange.Body));
        AwsKeys keys = vault.IssueRole(form["RoleArn"]!.Split('/')[^1], form["RoleSessionName"] ?? "session", System.TimeSpan.FromHours(1));
        return $"<Credentials><AccessKeyId>{keys.AccessKeyId}</AccessKeyId><SecretAccessKey>{keys.SecretAccessKey}</SecretAccessKey>"
            + $"<SessionToken>{keys.SessionToken}</SessionToken><Expiration>{keys.Expiration:yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials>"
            + $"<AssumedRoleUser><Arn>{SecurityElement.Escape(keys.Arn)}</Arn><AssumedRoleId>{SecurityElement.Escape(keys.UserId)}</AssumedRoleId></AssumedRoleUser>";
    }

    protected override Task RefuseAsync(Exchange exchange, AwsError error)
    {
        error = error.ForQuery();
        return exchange.AnswerAsync(error.Status, "text/xml", $"""
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <Error>
                <Type>{(error.Status < 500 ? "Sender" : "Receiver")}</Type>
                <Code>{error.Code}</Code>
                <Message>{SecurityElement.Escape(error.Message)}</Message>
              </Error>
              <RequestId>{exchange.Response.Headers["x-amzn-RequestId"]}</RequestId>
            </ErrorResponse>

            """);
    }
}
