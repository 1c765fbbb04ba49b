using System.Security;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>GetCallerIdentity of the Security Token Service, in XML.</summary>
internal sealed class StsApi(SignatureCheck signatures) : AwsApi(signatures, "sts", "sts:GetCallerIdentity")
{
    protected override string Operation => "GetCallerIdentity";

    protected override Task AnswerAsync(Exchange exchange, AwsKeys keys) => exchange.AnswerAsync(200, "text/xml", $"""
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult>
            <Arn>{SecurityElement.Escape(keys.Arn)}</Arn>
            <UserId>{SecurityElement.Escape(keys.UserId)}</UserId>
            <Account>{keys.AccountId}</Account>
          </GetCallerIdentityResult>
          <ResponseMetadata>
            <RequestId>{exchange.Response.Headers["x-amzn-RequestId"]}</RequestId>
          </ResponseMetadata>
        </GetCallerIdentityResponse>

        """);

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
