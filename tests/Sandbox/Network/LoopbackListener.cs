using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>A loopback port that can serve, refuse, or swallow connections, and keeps its number through all of it.</summary>
internal class LoopbackListener : IAsyncDisposable
{
    private const int MostBinds = 500;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly int _port;
    private Socket _socket;
    private Socket? _filler;
    private bool _listening;

    /// <summary>Takes the port; nothing listens on it yet, so the system refuses connections.</summary>
    public LoopbackListener(int port)
    {
        _socket = Bind(port);
        _port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    public int Port => _port;

    /// <summary>Connections are accepted and served.</summary>
    public void Open() => Restart(socket =>
    {
        socket.Listen();
        _ = AcceptAsync(socket);
        return true;
    });

    /// <summary>Connections are refused.</summary>
    public void Refuse() => Restart(_ => false);

    /// <summary>Connections come to nothing: the system drops what a full queue has no room for, as a firewall does.</summary>
    public void Swallow() => Restart(socket =>
    {
        socket.Listen(0);
        _filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _filler.Connect(IPAddress.Loopback, _port);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        lock (_lock)
            Close();
        GC.SuppressFinalize(this);
    }

    protected virtual Task ServeAsync(Socket client, CancellationToken ended) => Task.CompletedTask;

    private void Restart(Func<Socket, bool> begin)
    {
        lock (_lock)
        {
            if (_ended.IsCancellationRequested)
                return;

            // Only a socket that listens must go: the port is not let go of without need.
            if (_listening)
            {
                Close();
                _socket = Rebind();
            }

            _listening = begin(_socket);
        }
    }

    private void Close()
    {
        _filler?.Dispose();
        _filler = null;
        _socket.Dispose();
    }

    private async Task AcceptAsync(Socket socket)
    {
        try
        {
            while (true)
            {
                Socket client = await socket.AcceptAsync(_ended.Token);
                client.NoDelay = true;
                _ = ServeOneAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The port was closed, or is to behave differently from now on.
        }
    }

    private async Task ServeOneAsync(Socket client)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client, _ended.Token);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The client is gone, or the sandbox is.
            }
        }
    }

    // On a busy machine an accept that is being ended keeps the old socket, and with it the port, for a moment.
    private Socket Rebind()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return Bind(_port);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < MostBinds)
            {
                _ended.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    private static Socket Bind(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
