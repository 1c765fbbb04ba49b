using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>Carries bytes both ways between two sockets; ends and resets are passed on as what they are.</summary>
internal static class Tunnel
{
    public static async Task RunAsync(Socket client, Socket server, CancellationToken ended)
    {
        using CancellationTokenSource broken = CancellationTokenSource.CreateLinkedTokenSource(ended);
        await Task.WhenAll(CarryAsync(client, server, broken), CarryAsync(server, client, broken));
    }

    private static async Task CarryAsync(Socket from, Socket to, CancellationTokenSource broken)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, broken.Token)) > 0)
            {
                for (int sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), broken.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side was reset or the sandbox ends: the other side must not wait for more.
            from.LingerState = new LingerOption(enable: true, seconds: 0);
            to.LingerState = new LingerOption(enable: true, seconds: 0);
            await broken.CancelAsync();
        }
    }
}
