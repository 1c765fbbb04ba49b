using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>Answers for the AWS names the sandbox does not play, and says so.</summary>
internal sealed class UnknownService : ISandboxService
{
    public Task AnswerAsync(Exchange exchange)
    {
        exchange.Response.Headers["x-amzn-ErrorType"] = AwsError.UnknownOperation.Code;
        return exchange.AnswerAsync(404, JsonText.AwsJson, JsonText.Of(writer =>
        {
            writer.WriteString("__type", AwsError.UnknownOperation.Code);
            writer.WriteString("message", $"The sandbox plays ECR, ECR Public, STS and registries; {exchange.Record.Host} is none of them.");
        }));
    }
}
