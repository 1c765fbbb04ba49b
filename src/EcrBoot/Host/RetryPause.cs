using System;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Host;

/// <summary>The wait before something is tried again: any part of the most, so that the hosts of a fleet do not come back together.</summary>
internal static class RetryPause
{
    /// <summary>Waits.</summary>
    /// <param name="most">The longest wait.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static Task UpToAsync(TimeSpan most, CancellationToken cancellation)
    {
        var part = new byte[1];
        using (var source = RandomNumberGenerator.Create())
            source.GetBytes(part);
        return Task.Delay(TimeSpan.FromTicks((long)(part[0] / 255.0 * most.Ticks)), cancellation);
    }
}
