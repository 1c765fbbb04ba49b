using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;

namespace EcrBoot.Unit.Host;

/// <summary>An HTTP server on a free loopback port: one request a connection, answered by a function of its head.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly Func<string, string?> _answer;

    /// <param name="answer">From the request's head to the whole response; null leaves the client without an answer.</param>
    /// <param name="certificate">The server's certificate; null for plain http.</param>
    public TestServer(Func<string, string?> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>An answer that is none: the connection is reset.</summary>
    public const string Reset = "";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Host => "127.0.0.1:" + Port;

    public ConcurrentQueue<string> Requests { get; } = new();

    public static string Response(string status, string headers = "", string body = "") =>
        $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}";

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var ownedClient = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }

            await using var ownedStream = stream;
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                if (await stream.ReadAsync(one) == 0)
                    return;
                if (head.Length == 0 && one[0] == 0x16)
                    return; // a TLS hello, at which a plain server hangs up
                head.Append((char)one[0]);
            }

            Requests.Enqueue(head.ToString());
            var answer = _answer(head.ToString());
            if (answer is Reset)
                client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
            else if (answer is { } response)
                await stream.WriteAsync(Encoding.UTF8.GetBytes(response));
            else
                _ = await stream.ReadAtLeastAsync(one, 1, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException or SocketException)
        {
            // The client left; its own error is what a test looks at.
        }
    }
}
