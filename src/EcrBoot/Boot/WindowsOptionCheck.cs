using System;
using System.Linq;

namespace EcrBoot.Boot;

/// <summary>Refuses what a hook could not do when Windows starts.</summary>
internal static class WindowsOptionCheck
{
    // What a command line of cmd, a file's name or, with $(, the Task Scheduler takes for something else.
    private const string NotInNames = "\"'`<>|&^%!*?;,=:/\r\n\t";

    /// <summary>Checks the options.</summary>
    /// <exception cref="EcrException">BadArgument, NotAnEcrRegistry, AccountIdTooShort.</exception>
    public static void Apply(HookOptions options)
    {
        if (options.Method is HookMethod.Systemd or HookMethod.RcLocal)
            throw HookOptionCheck.Bad($"{options.Method} is of Linux, and this is Windows.", "Leave out -Method, or give ScheduledTask.");
        if (options.CredentialHelper)
            throw HookOptionCheck.Bad("The credential helper is installed on Linux only.", "Leave out -CredentialHelper.");
        HookOptionCheck.Apply(options);
        foreach (var user in options.Users)
        {
            if (!IsName(user) || user.Count(static letter => letter == '\\') > 1)
                throw HookOptionCheck.Bad($"'{user}' is not a user's name.", @"Name a user as NAME or DOMAIN\NAME, NETWORK SERVICE, or 'auto'.");
        }

        foreach (var pattern in options.RunnerUnits)
        {
            if (!IsName(pattern.Replace('*', 'x').Replace('?', 'x')) || pattern.All(static letter => letter is '*' or '?') || pattern.IndexOf('\\') >= 0)
                throw HookOptionCheck.Bad($"'{pattern}' is not a pattern of runner services.", "Give one like 'actions.runner.*'.");
        }

        var log = options.LogPath;
        if (!IsPath(log))
            throw HookOptionCheck.Bad($"'{log}' is not a path for the log.", @"Give a full path with its drive, such as C:\ProgramData\EcrBoot\onboot.log.");
        if (options.Before is { } task && (!IsName(task) || task.Trim('\\') != task))
            throw HookOptionCheck.Bad($"'{task}' is not the name of a task.", @"Name it as schtasks does, without the first backslash: runnerinit, or Folder\Task.");
        if (options.Before is { } own && ScheduledTaskHook.Names.Contains(own, StringComparer.OrdinalIgnoreCase))
            throw HookOptionCheck.Bad($"'{own}' is a task of this hook's own.", "Name the task that starts the runner.");
    }

    private static bool IsName(string name) =>
        name.IndexOf("$(", StringComparison.Ordinal) < 0 && name.Length is > 0 and <= 200 && name[0] is not ('-' or ' ') && name[name.Length - 1] != ' ' && !name.Any(static letter => char.IsControl(letter) || NotInNames.IndexOf(letter) >= 0) && !name.Split('\\').Contains("..", StringComparer.Ordinal);

    private static bool IsPath(string path) =>
        path.Length is > 3 and < 240 && char.IsLetter(path[0]) && path[1] == ':' && path[2] == '\\' && IsName(path.Substring(3)) && path[path.Length - 1] != '\\';
}
