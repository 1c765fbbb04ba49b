using System;
using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Boot;

/// <summary>The login as a start-up task of Windows, and the tasks beside it.</summary>
internal static class ScheduledTaskHook
{
    /// <summary>The task that logs in at each start.</summary>
    public const string Login = "EcrBoot";

    /// <summary>The task that starts the runners when the login has ended.</summary>
    public const string Runners = "EcrBootRunners";

    /// <summary>The task that renews the login.</summary>
    public const string Refresh = "EcrBootRefresh";

    // How long after its own deadline a login is ended, and the starting of runners after theirs.
    private const int Grace = 15, RunnersGrace = 300;

    /// <summary>Every name that a task of ours may have.</summary>
    public static IReadOnlyList<string> Names { get; } = new[] { Login, Runners, Refresh };

    /// <summary>The tasks, in the order in which they are made: who starts the runners is there before anything keeps them from starting.</summary>
    /// <param name="options">What the hook does, with every <c>Auto</c> decided.</param>
    /// <param name="folders">Where everything lies.</param>
    public static IReadOnlyList<ScheduledTask> Tasks(HookOptions options, WindowsFolders folders)
    {
        var tasks = new List<ScheduledTask>();
        if (options.HoldRunner || options.Before is not null)
        {
            tasks.Add(new ScheduledTask(
                Runners,
                "Starts the job runners when the login to Amazon ECR has ended, or did not end in time.",
                folders.Tool("cmd.exe"),
                RunnerStartCommand.Arguments(options, folders.System),
                TimeSpan.FromSeconds(options.TimeoutSec + RunnersGrace)));
        }

        var limit = TimeSpan.FromSeconds(options.TimeoutSec + Grace);
        if (options.RefreshIntervalSec > 0)
        {
            var (program, arguments) = Command(options, folders, refresh: true);
            tasks.Add(new ScheduledTask(Refresh, "Renews docker's login to Amazon ECR.", program, arguments, limit)
            {
                Every = TimeSpan.FromSeconds(options.RefreshIntervalSec),
                Spread = TimeSpan.FromSeconds(Math.Min(options.RefreshIntervalSec / 12, 1800)),
            });
        }

        var (login, words) = Command(options, folders, refresh: false);
        tasks.Add(new ScheduledTask(Login, "Logs docker in to Amazon ECR when the system starts.", login, words, limit));
        return tasks;
    }

    private static (string Program, string Arguments) Command(HookOptions options, WindowsFolders folders, bool refresh)
    {
        if (options.Runtime == HookRuntime.Native)
            return (folders.NativeProgram, HookCommand.ForWindows(HookCommand.Words(options, refresh, folders.NativeProgram).Skip(1)));
        return (folders.PowerShell, PowerShellText.WindowsArguments(HookCommand.Words(options, refresh, folders.Script)));
    }
}
