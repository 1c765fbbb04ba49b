#if NET
using System;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
#endif

namespace EcrBoot.Host;

/// <summary>The system's log, syslog(3): for what has no other place that stays. It never waits and never fails.</summary>
public static class SystemLog
{
    private const string Place = "/dev/log";
    private const int UserError = 11; // facility user, level error (RFC 5424)
    private const int Longest = 1000;

    /// <summary>Writes one line, where there is such a log.</summary>
    /// <param name="program">Who says it.</param>
    /// <param name="line">What, without a secret.</param>
    public static void Error(string program, string line)
    {
#if NET
        if (!HostEnvironment.IsLinux)
            return;
        var text = line.Length > Longest ? line.Substring(0, Longest) : line;
        var message = string.Format(CultureInfo.InvariantCulture, "<{0}>{1}[{2}]: {3}", UserError, program, Environment.ProcessId, text.Replace('\n', ' '));
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            socket.Connect(new UnixDomainSocketEndPoint(Place));
            socket.Send(Encoding.UTF8.GetBytes(message));
        }
        catch (SocketException)
        {
            // A container has no system log, and a full one takes no more.
        }
#else
        _ = (program, line, UserError, Longest, Place);
#endif
    }
}
