using System;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>A signed API of AWS: authenticates the caller, then lets the service answer.</summary>
internal abstract class AwsApi(SignatureCheck signatures, string signingName, string action) : ISandboxService
{
    public async Task AnswerAsync(Exchange exchange)
    {
        exchange.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        AwsError? error = FromFault(exchange);
        AwsKeys? keys = null;
        if (error is null && !IsUnsigned(exchange))
            (keys, error) = signatures.Check(exchange, signingName, SigningRegion(exchange));
        if (error is null && exchange.Suffers(FaultKind.AccessDenied))
            error = AwsError.AccessDenied(keys?.Arn ?? "anonymous", action);
        if (error is not null && exchange.Fault?.Message is { } message)
            error = error with { Message = message };

        if (error is null && Plays(exchange.Record.Operation))
            await AnswerAsync(exchange, keys);
        else
            await RefuseAsync(exchange, error ?? AwsError.UnknownOperation);
    }

    /// <summary>Whether the sandbox plays an operation.</summary>
    protected virtual bool Plays(string? operation) => operation == "GetAuthorizationToken";

    /// <summary>Whether a request proves itself by other means than a signature.</summary>
    protected virtual bool IsUnsigned(Exchange exchange) => false;

    /// <summary>The region a request must be signed for; null for any.</summary>
    protected virtual string? SigningRegion(Exchange exchange) => exchange.Host?.Region;

    protected abstract Task AnswerAsync(Exchange exchange, AwsKeys? keys);

    protected virtual Task RefuseAsync(Exchange exchange, AwsError error)
    {
        // A 5xx of the load balancer in front of the service is no JSON.
        if (error.Status > 500)
            return exchange.AnswerAsync(error.Status, "text/html", $"<html><body><b>Http/1.1 {error.Message}</b></body></html>");

        exchange.Response.Headers["x-amzn-ErrorType"] = error.Code;
        return exchange.AnswerAsync(error.Status, JsonText.AwsJson, JsonText.Of(writer =>
        {
            writer.WriteString("__type", error.Code);
            // The gate in front of the service writes a small m, the service itself a large one.
            writer.WriteString(error.Code is "AccessDeniedException" ? "Message" : "message", error.Message);
        }));
    }

    private static AwsError? FromFault(Exchange exchange) => exchange.Fault?.Kind switch
    {
        FaultKind.Throttle => AwsError.Throttled,
        FaultKind.ServerError => AwsError.ServerFault(exchange.Fault.Status),
        FaultKind.ExpiredToken => AwsError.KeysExpired,
        FaultKind.InvalidToken => AwsError.KeysUnknown,
        FaultKind.SignatureExpired => AwsError.SignatureExpired(exchange.Clock.UtcNow, exchange.Clock.UtcNow.AddMinutes(10)),
        _ => null,
    };
}
