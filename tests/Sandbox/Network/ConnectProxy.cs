using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>An HTTP proxy that leads every AWS name to the sandbox, and refuses all others: so clients may use real names, end to end.</summary>
internal sealed class ConnectProxy : LoopbackListener
{
    private const int MaxHead = 8 * 1024;

    private readonly LoopbackEndpoints _loopback;
    private readonly FaultSwitches _faults;
    private readonly RequestLog _log;

    public ConnectProxy(int port, LoopbackEndpoints loopback, FaultSwitches faults, RequestLog log)
        : base(port)
    {
        _loopback = loopback;
        _faults = faults;
        _log = log;
    }

    protected override async Task ServeAsync(Socket client, CancellationToken ended)
    {
        string[] head = (await ReadHeadAsync(client, ended)).Split("\r\n");
        string[] request = head[0].Split(' ');
        if (request.Length != 3)
            return;

        SandboxRequest record = new()
        {
            Time = DateTimeOffset.UtcNow,
            Target = RequestTarget.Proxy,
            Method = request[0],
            Path = "",
            Host = request[1],
            UserAgent = Array.Find(head, h => h.StartsWith("User-Agent:", StringComparison.OrdinalIgnoreCase))?["User-Agent:".Length..].Trim(),
        };
        _log.Add(record);

        string name = request[1].Split(':')[0];
        Fault? fault = _faults.Take(FaultTarget.Proxy, AwsHost.Parse(name)?.Region, name, request[1],
            f => f.Target == FaultTarget.Proxy && f.Kind is FaultKind.ServerError or FaultKind.Slow or FaultKind.NoAnswer or FaultKind.ConnectionReset);
        switch (fault?.Kind)
        {
            case FaultKind.ConnectionReset:
                client.LingerState = new LingerOption(enable: true, seconds: 0);
                return;
            case FaultKind.NoAnswer:
                await Task.Delay(Timeout.InfiniteTimeSpan, ended);
                return;
            case FaultKind.Slow:
                await Task.Delay(fault.Delay, ended);
                break;
        }

        record.Status = fault?.Kind == FaultKind.ServerError ? fault.Status : StatusFor(request[0], request[1], name);
        _log.End(record);
        if (record.Status != 200)
        {
            await SendAsync(client, $"HTTP/1.1 {record.Status} {(HttpStatusCode)record.Status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", ended);
            client.Shutdown(SocketShutdown.Send);
            return;
        }

        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await server.ConnectAsync(IPAddress.Loopback, _loopback.TlsPort, ended);
        await SendAsync(client, "HTTP/1.1 200 Connection established\r\n\r\n", ended);
        await Tunnel.RunAsync(client, server, ended);
    }

    private static int StatusFor(string method, string authority, string name) =>
        method != "CONNECT" ? 405
        : !authority.EndsWith(":443", StringComparison.Ordinal) || AwsHost.Parse(name) is not { } host ? 403
        // ECR Public has an API in two regions; the other names do not exist.
        : host.Target == RequestTarget.EcrPublic && host.Region is not ("us-east-1" or "us-west-2") ? 502
        : 200;

    private static async Task<string> ReadHeadAsync(Socket client, CancellationToken ended)
    {
        byte[] head = new byte[MaxHead];
        int length = 0;
        // Byte for byte: what follows the head belongs to the tunnel.
        while (length < MaxHead && !head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            int read = await client.ReceiveAsync(head.AsMemory(length, 1), ended);
            if (read == 0)
                break;
            length += read;
        }

        return Encoding.ASCII.GetString(head, 0, length);
    }

    private static async Task SendAsync(Socket client, string text, CancellationToken ended) =>
        await client.SendAsync(Encoding.ASCII.GetBytes(text), ended);
}
