using System.Collections.Generic;
using System.IO;

namespace EcrBoot.Boot;

/// <summary>
/// The command line of the task that starts the runners when the login has ended. It needs nothing of this project's and no PowerShell: cmd, reg, ping, sc
/// and schtasks are in every Windows. So whatever became of the login, its program or its files, the runners start.
/// </summary>
internal static class RunnerStartCommand
{
    private const int Grace = 20; // seconds beyond the login's own deadline: after 15 it is ended
    private const int RetrySeconds = 5; // while the system still starts its own services, it takes no others now and then

    /// <summary>How often it looks, and the seconds between: so that all looks together end with the timeout and 20 s, and not before the timeout.</summary>
    public static (int Looks, int Seconds) Wait(int timeoutSec)
    {
        // A look itself takes up to a tenth of a second. What runs for long is looked after less often, so that those do not add up.
        var seconds = timeoutSec <= 200 ? 1 : timeoutSec <= 1000 ? 5 : 20;
        return ((timeoutSec + Grace) * 10 / ((seconds * 10) + 1), seconds);
    }

    /// <summary>The arguments of cmd.exe.</summary>
    /// <param name="options">What the hook does.</param>
    /// <param name="system">%SystemRoot%\System32.</param>
    public static string Arguments(HookOptions options, string system)
    {
        string Tool(string name) => Path.Combine(system, name + ".exe");
        string Pause(int seconds) => $"{Tool("ping")} -n {seconds + 1} 127.0.0.1 >nul"; // timeout.exe wants a console
        var (looks, seconds) = Wait(options.TimeoutSec);

        // The key is gone after a restart by nature: what an earlier boot left cannot be taken for this one's.
        var parts = new List<string>
        {
            $"for /l %i in (1,1,{looks}) do @if not defined EcrBootEnded ({Tool("reg")} query {HeldRunners.EndedKey} >nul 2>&1 && set EcrBootEnded=1 || {Pause(seconds)})",
        };
        if (options.HoldRunner)
        {
            var start = $"{Tool("sc")} start \"%k\" >nul";
            parts.Add($"for /f \"tokens=5 delims=\\\" %k in ('{Tool("reg")} query {HeldRunners.Key}') do @({start} || ({Pause(RetrySeconds)} & {start}))");
        }

        if (options.Before is { } task)
        {
            var run = $"{Tool("schtasks")} /Run /TN \"{task}\" >nul";
            parts.Add($"({run} || ({Pause(RetrySeconds)} & {run}))");
        }

        return $"/d /v:off /c \"{string.Join(" & ", parts)}\"";
    }
}
