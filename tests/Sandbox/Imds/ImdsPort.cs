using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>The port of the metadata service, which may come late or not at all; open, it leads to the service.</summary>
internal sealed class ImdsPort : LoopbackListener
{
    private readonly Lock _lock = new();
    private readonly FaultSwitches _faults;
    private readonly LoopbackEndpoints _loopback;
    private readonly Timer _timer;
    private FaultKind? _state = FaultKind.ImdsLate;

    public ImdsPort(int port, LoopbackEndpoints loopback, FaultSwitches faults)
        : base(port)
    {
        _loopback = loopback;
        _faults = faults;
        _timer = new Timer(_ => Follow(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Until now nothing listened, which is what late means.</summary>
    public void Begin()
    {
        _faults.Changed += OnFaultsChanged;
        Follow();
    }

    public async ValueTask StopAsync()
    {
        _faults.Changed -= OnFaultsChanged;
        await _timer.DisposeAsync();
        await DisposeAsync();
    }

    protected override async Task ServeAsync(Socket client, CancellationToken ended)
    {
        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await server.ConnectAsync(IPAddress.Loopback, _loopback.ImdsServicePort, ended);
        await Tunnel.RunAsync(client, server, ended);
    }

    private void OnFaultsChanged(object? sender, EventArgs e) => Follow();

    /// <summary>Brings the port into the state the faults ask for, now and when the first of them ends.</summary>
    private void Follow()
    {
        lock (_lock)
        {
            Fault? fault = _faults.Active.FirstOrDefault(f => f.IsImdsPort);
            if (fault?.Ends is { } end)
                _timer.Change(Later(end - DateTime.UtcNow), Timeout.InfiniteTimeSpan);
            if (_state == fault?.Kind)
                return;

            _state = fault?.Kind;
            if (_state is null)
                Open();
            else if (_state == FaultKind.ImdsLate)
                Refuse();
            else
                Swallow();
        }
    }

    private static TimeSpan Later(TimeSpan due) => due > TimeSpan.Zero ? due + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero;
}
