using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EcrBoot.Sandbox;

/// <summary>Finds the service a request is for, by host name or, on a name of this host, by the request itself.</summary>
internal sealed class ServiceRouter(
    SandboxClock clock,
    SandboxClock metadataClock,
    RequestLog log,
    FaultStrike strike,
    IReadOnlyDictionary<RequestTarget, ISandboxService> services,
    CancellationToken ended)
{
    private const int MaxApiBody = 64 * 1024;

    public async Task HandleAsync(HttpContext http, bool isImdsPort)
    {
        using CancellationTokenSource aborted = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, ended);
        AwsHost? host = isImdsPort ? null : AwsHost.Parse(http.Request.Host.Host);
        RequestTarget target = isImdsPort ? RequestTarget.Imds : host?.Target ?? TargetOf(http.Request);
        bool isApi = target is not (RequestTarget.Imds or RequestTarget.Registry);

        SandboxRequest record = new()
        {
            Time = DateTimeOffset.UtcNow,
            Target = target,
            Method = http.Request.Method,
            Path = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Host = http.Request.Host.Value ?? "",
            UserAgent = http.Request.Headers.UserAgent,
        };
        SignatureHeader? signature = isApi ? SignatureHeader.Parse(http.Request.Headers.Authorization) : null;
        record.Region = host?.Region ?? signature?.Region;
        record.AccessKeyId = signature?.AccessKeyId;

        byte[] body = [];
        try
        {
            if (isApi)
                body = await http.Request.ReadBodyAsync(MaxApiBody, aborted.Token);
            record.Operation = isApi ? OperationOf(http.Request, body) : null;
            log.Add(record);

            Exchange exchange = new()
            {
                Http = http,
                Record = record,
                Host = host,
                Clock = isImdsPort ? metadataClock : clock,
                Body = body,
                Aborted = aborted.Token,
                Fault = strike.Take(record, host),
            };
            http.Response.OnStarting(exchange.StampAsync);
            if (!await strike.AnswerAsync(exchange))
            {
                await services[target].AnswerAsync(exchange);
                await http.Response.StartAsync(aborted.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && aborted.IsCancellationRequested)
        {
            http.Abort();
        }
        finally
        {
            log.End(record);
        }
    }

    private static RequestTarget TargetOf(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/v2", StringComparison.Ordinal))
            return RequestTarget.Registry;

        string operation = request.Headers["X-Amz-Target"].ToString();
        return operation.StartsWith("SpencerFrontendService.", StringComparison.Ordinal) ? RequestTarget.EcrPublic
            : operation.StartsWith("AmazonEC2ContainerRegistry_", StringComparison.Ordinal) ? RequestTarget.Ecr
            : request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true ? RequestTarget.Sts
            : RequestTarget.Unknown;
    }

    private static string? OperationOf(HttpRequest request, byte[] body)
    {
        string target = request.Headers["X-Amz-Target"].ToString();
        if (target.Length > 0)
            return target[(target.LastIndexOf('.') + 1)..];

        foreach (string pair in Encoding.UTF8.GetString(body).Split('&'))
        {
            if (pair.StartsWith("Action=", StringComparison.Ordinal))
                return pair["Action=".Length..];
        }

        return null;
    }
}
