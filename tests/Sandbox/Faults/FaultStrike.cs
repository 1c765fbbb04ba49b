using System;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace EcrBoot.Sandbox;

/// <summary>Lets a fault strike a request: those of the wire are answered here, those in AWS's words by the service.</summary>
internal sealed class FaultStrike(FaultSwitches switches, Func<Uri> redirectTarget)
{
    private const int HugeBlock = 1024 * 1024;
    private const int HugeBlocks = 256;

    /// <summary>Realistic beginnings, so that a parser that stops early is tempted to be content.</summary>
    private const string Beginning = """{"authorizationData":[{"authorizationToken":"QVdTOmV5SndZWGxzYjJGa0lqb2""";

    public Fault? Take(SandboxRequest request, AwsHost? host)
    {
        FaultTarget target = TargetOf(request.Target);
        string name = host?.Name ?? new HostString(request.Host).Host;
        return switches.Take(target, request.Region, name, request.Path, fault => Fits(fault, request));
    }

    public static FaultTarget TargetOf(RequestTarget target) => target switch
    {
        RequestTarget.Ecr => FaultTarget.EcrToken,
        RequestTarget.EcrPublic => FaultTarget.EcrPublicToken,
        RequestTarget.Sts => FaultTarget.Sts,
        RequestTarget.Imds => FaultTarget.Imds,
        RequestTarget.Registry => FaultTarget.Registry,
        RequestTarget.Proxy => FaultTarget.Proxy,
        _ => FaultTarget.Default,
    };

    /// <summary>False when the service is to answer, perhaps with the fault in its own words.</summary>
    public async Task<bool> AnswerAsync(Exchange exchange)
    {
        Fault? fault = exchange.Fault;
        switch (fault?.Kind)
        {
            case FaultKind.Slow:
                await Task.Delay(fault.Delay, exchange.Aborted);
                return false;
            case FaultKind.NoAnswer or FaultKind.ImdsHopLimit:
                await exchange.HoldAsync();
                return true;
            case FaultKind.ConnectionReset:
                Reset(exchange.Http);
                return true;
            case FaultKind.MalformedJson:
                await exchange.AnswerAsync(200, JsonText.AwsJson, """{"authorizationData":[{"authorizationToken":,}]""");
                return true;
            case FaultKind.CutOffJson:
                await CutOffAsync(exchange);
                return true;
            case FaultKind.NeverEnding:
                await DripAsync(exchange);
                return true;
            case FaultKind.HugeAnswer:
                await FloodAsync(exchange);
                return true;
            case FaultKind.WrongContentType:
                await exchange.AnswerAsync(200, "text/html; charset=utf-8", "<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body></body></html>");
                return true;
            case FaultKind.Redirect:
                exchange.Response.Headers.Location = (fault.Location ?? redirectTarget()).AbsoluteUri;
                exchange.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                await exchange.Response.StartAsync(exchange.Aborted);
                return true;
            default:
                return false;
        }
    }

    private static bool Fits(Fault fault, SandboxRequest request) => fault.Kind switch
    {
        FaultKind.RegistryRejects => request.Target == RequestTarget.Registry,
        FaultKind.NoRole or FaultKind.RoleNotAssumable =>
            request.Target == RequestTarget.Imds && request.Path.Contains("/meta-data/iam/", StringComparison.Ordinal),
        FaultKind.ImdsDisabled => request.Target == RequestTarget.Imds,
        FaultKind.ImdsHopLimit => request.Target == RequestTarget.Imds && request.Method == "PUT",
        _ => !fault.IsCertificate && !fault.IsImdsPort && (fault.Target != FaultTarget.Default || request.Target is not (RequestTarget.Registry or RequestTarget.Imds)),
    };

    /// <summary>An RST instead of a FIN: what a client sees when a firewall or a crashed peer ends the connection.</summary>
    private static void Reset(HttpContext http)
    {
        Socket socket = http.Features.Get<IConnectionSocketFeature>()!.Socket;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
        http.Abort();
    }

    private static async Task CutOffAsync(Exchange exchange)
    {
        exchange.Response.ContentType = JsonText.AwsJson;
        exchange.Response.ContentLength = 3000;
        await exchange.Response.WriteAsync(Beginning, exchange.Aborted);
        await exchange.Response.Body.FlushAsync(exchange.Aborted);
        // What was written must be on the wire before the end is; and the end is to be a FIN, where Abort alone sends an RST.
        await Task.Delay(50, exchange.Aborted);
        exchange.Http.Features.Get<IConnectionSocketFeature>()!.Socket.Shutdown(SocketShutdown.Send);
        await Task.Delay(500, exchange.Aborted);
        exchange.Http.Abort();
    }

    private static async Task DripAsync(Exchange exchange)
    {
        exchange.Response.ContentType = JsonText.AwsJson;
        await exchange.Response.WriteAsync("{", exchange.Aborted);
        using PeriodicTimer second = new(TimeSpan.FromSeconds(1));
        do
        {
            await exchange.Response.WriteAsync(" ", exchange.Aborted);
            await exchange.Response.Body.FlushAsync(exchange.Aborted);
        }
        while (await second.WaitForNextTickAsync(exchange.Aborted));
    }

    private static async Task FloodAsync(Exchange exchange)
    {
        exchange.Response.ContentType = JsonText.AwsJson;
        await exchange.Response.WriteAsync(Beginning, exchange.Aborted);
        byte[] block = Encoding.ASCII.GetBytes(new string('A', HugeBlock));
        for (int i = 0; i < HugeBlocks; i++)
            await exchange.Response.Body.WriteAsync(block, exchange.Aborted);
        await exchange.Response.WriteAsync("\"}]}", exchange.Aborted);
    }
}
