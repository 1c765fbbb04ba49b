using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using EcrBoot.Host;
using EcrBoot.Token;

namespace EcrBoot.Bench;

/// <summary>
/// The token call without a cmdlet around it, timed inside a PowerShell session that has imported the module: the library, and the load context
/// it comes from, are the session's.
/// </summary>
public static class TokenCall
{
    /// <summary>Asks for a token twice, and tells how long it took and how many methods were compiled for it.</summary>
    /// <param name="endpoint">The ECR API.</param>
    /// <param name="region">The region to sign for.</param>
    public static string Time(string endpoint, string region)
    {
        var told = new StringBuilder();
        foreach (var turn in new[] { "first", "second" })
        {
            var methods = JitInfo.GetCompiledMethodCount(currentThread: false);
            var watch = Stopwatch.StartNew();
            Ask(endpoint, region);
            var milliseconds = watch.Elapsed.TotalMilliseconds;
            methods = JitInfo.GetCompiledMethodCount(currentThread: false) - methods;
            told.Append(CultureInfo.InvariantCulture, $"{SessionHost.Line(turn)}{milliseconds:0.00}\n{SessionHost.Line(turn + "-methods")}{methods}\n");
        }

        return told.ToString();
    }

    // Not inlined, so that the library is loaded inside the time measured.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Ask(string endpoint, string region)
    {
        using var source = new TokenSource(new AwsIdentity { EndpointUrl = endpoint }, new HostEnvironment());
        source.TokenAsync(new TokenScope(region), CancellationToken.None).GetAwaiter().GetResult();
    }
}
