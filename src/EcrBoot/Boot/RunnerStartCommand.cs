using System.Collections.Generic;
using System.IO;

namespace EcrBoot.Boot;

/// <summary>
/// The command line of the task that starts the runners when the login has ended. It needs nothing of this project's and no PowerShell: cmd, reg, ping, sc
/// and schtasks are in every Windows. So whatever became of the login, its program or its files, the runners start.
/// </summary>
internal static class RunnerStartCommand
{
    private const int Grace = 19; // seconds beyond the login's own deadline, and one for the start itself; after 15 the login is ended
    private const int MostLooks = 180; // each takes up to a tenth of a second
    private const int RetrySeconds = 5; // a system that still starts its own services may refuse one

    /// <summary>How often it looks, the seconds after each look, and those that are left: together not less than the timeout, nor more than it and 20 s.</summary>
    public static (int Looks, int Seconds, int Left) Wait(int timeoutSec)
    {
        var whole = timeoutSec + Grace;
        var seconds = (whole + MostLooks - 1) / MostLooks;
        var looks = whole * 10 / ((seconds * 10) + 1);
        return (looks, seconds, ((whole * 10) - (looks * ((seconds * 10) + 1))) / 10);
    }

    /// <summary>The arguments of cmd.exe.</summary>
    /// <param name="options">What the hook does.</param>
    /// <param name="system">%SystemRoot%\System32.</param>
    public static string Arguments(HookOptions options, string system)
    {
        string Tool(string name) => Path.Combine(system, name + ".exe");
        string Pause(int seconds) => $"{Tool("ping")} -n {seconds + 1} 127.0.0.1 >nul"; // timeout.exe wants a console

        // What follows a loop or a condition on its line belongs to it: so each but the last is a cmd of its own, which it can end.
        string Own(string command) => $"{Tool("cmd")} /d /v:off /c \"{command}\"";
        var (looks, seconds, left) = Wait(options.TimeoutSec);

        // The key is gone after a restart by nature: what an earlier boot left cannot be taken for this one's.
        var look = $"{Tool("reg")} query {HeldRunners.EndedKey} >nul 2>&1 & if not errorlevel 1 (exit) else ";
        var parts = new List<string> { Own($"for /l %i in (1,1,{looks}) do @{look}{Pause(seconds)}") };
        if (left > 0)
            parts.Add(Own(look + Pause(left)));
        if (options.Before is { } task)
            parts.Add($"{Tool("schtasks")} /Run /TN \"{task}\" >nul");
        if (options.HoldRunner)
        {
            var start = $"{Tool("sc")} start \"%k\" >nul";
            parts.Add($"for /f \"tokens=5 delims=\\\" %k in ('{Tool("reg")} query {HeldRunners.Key}') do @{start} & if errorlevel 1 {Pause(RetrySeconds)} & {start}");
        }

        return $"/d /v:off /c \"{string.Join(" & ", parts)}\"";
    }
}
