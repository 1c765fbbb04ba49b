using System;
using System.Globalization;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace EcrBoot.Sandbox;

/// <summary>One request and its answer, with what the router found out about it.</summary>
internal sealed class Exchange
{
    public required HttpContext Http { get; init; }

    public required SandboxRequest Record { get; init; }

    /// <summary>Null when the sandbox was called by a name of this host.</summary>
    public required AwsHost? Host { get; init; }

    public required SandboxClock Clock { get; init; }

    /// <summary>The body of a call of an AWS API; empty for the others, whose bodies are streamed.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Cancelled when the client goes away or the sandbox ends.</summary>
    public required CancellationToken Aborted { get; init; }

    public Fault? Fault { get; init; }

    public HttpRequest Request => Http.Request;

    public HttpResponse Response => Http.Response;

    /// <summary>Scheme and authority the client used.</summary>
    public string Origin => $"{Request.Scheme}://{Request.Host.Value}";

    public bool Suffers(FaultKind kind) => Fault?.Kind == kind;

    public Task AnswerAsync(int status, string contentType, string body) => AnswerAsync(status, contentType, Encoding.UTF8.GetBytes(body));

    public async Task AnswerAsync(int status, string contentType, byte[] body)
    {
        Response.StatusCode = status;
        Response.ContentType = contentType;
        Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(Request.Method))
            await Response.Body.WriteAsync(body, Aborted);
    }

    /// <summary>A hold ends with the client or with the sandbox, whichever is first.</summary>
    public async Task HoldAsync()
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, Aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Http.Abort();
    }

    /// <summary>The Date header goes by the sandbox's clock: that is what clients correct theirs by.</summary>
    public Task StampAsync()
    {
        Response.Headers.Date = Clock.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        Record.Status = Response.StatusCode;
        return Task.CompletedTask;
    }
}
