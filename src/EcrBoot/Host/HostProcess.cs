using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Host;

/// <summary>Runs a child process to its end: input given at once, output bounded, killed at a deadline or when cancelled.</summary>
internal sealed class HostProcess
{
    private static readonly TimeSpan s_lateOutput = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lateEnd = TimeSpan.FromSeconds(2);

    private HostProcess(int exitCode, bool wroteTooMuch, string output, string errors)
    {
        ExitCode = exitCode;
        WroteTooMuch = wroteTooMuch;
        Output = output;
        Errors = errors;
    }

    public int ExitCode { get; }

    /// <summary>Whether it was killed for writing more than 1 MiB.</summary>
    public bool WroteTooMuch { get; }

    /// <summary>What it wrote to its standard output: at most 1 MiB, after which it is killed.</summary>
    public string Output { get; }

    /// <summary>What it wrote to its standard error, equally bounded.</summary>
    public string Errors { get; }

    /// <summary>Runs a program.</summary>
    /// <param name="program">Its full path, from <see cref="HostProgram"/>.</param>
    /// <param name="argument">Its one argument. Never a secret: everybody on the host can read it.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="user">The user it runs as; null for this process's own.</param>
    /// <param name="host">The environment, reduced as <see cref="ChildEnvironment"/> says.</param>
    /// <param name="deadline">The longest it may run.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <exception cref="EcrException">TimedOut; UserNotPermitted: it cannot be run as that user.</exception>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static async Task<HostProcess> RunAsync(
        string program, string argument, string input, OsUser? user, HostEnvironment host, TimeSpan deadline, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(program, argument, user, host), EnableRaisingEvents = true };
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => ended.TrySetResult(true);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(deadline);
        ChildInput.Start(process);

        // A program that may not be killed, such as one that is set-user-id, or that hangs in the kernel, is left to itself.
        var left = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var late = new Timer(_ => left.TrySetResult(true));
        void End()
        {
            Kill(process);
            late.Change(s_lateEnd, Timeout.InfiniteTimeSpan);
        }

        using var killer = limit.Token.Register(End);
        var output = new BoundedOutput(process.StandardOutput.BaseStream, End);
        var errors = new BoundedOutput(process.StandardError.BaseStream, End);
        await Task.WhenAny(Task.WhenAll(ChildInput.WriteAsync(process, input), ended.Task), left.Task).ConfigureAwait(false);

        // A grandchild, such as an agent that a helper has started, may keep the pipes open.
        await Task.WhenAny(Task.WhenAll(output.Ended, errors.Ended), Task.Delay(s_lateOutput, CancellationToken.None)).ConfigureAwait(false);
        process.StandardOutput.Dispose();
        process.StandardError.Dispose();
        cancellation.ThrowIfCancellationRequested();
        if (limit.IsCancellationRequested)
        {
            throw new EcrException(
                EcrErrorReason.TimedOut,
                $"'{program} {argument}' did not end within {deadline.TotalSeconds:0} s.",
                "Run it by hand to see what it waits for.");
        }

        var wroteTooMuch = output.IsTooMuch || errors.IsTooMuch;
        return new HostProcess(ended.Task.IsCompleted ? process.ExitCode : -1, wroteTooMuch, output.Text, errors.Text);
    }

    private static ProcessStartInfo StartInfo(string program, string argument, OsUser? user, HostEnvironment host)
    {
        var start = new ProcessStartInfo(program, argument)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (user is { Sid: not null, IsOwn: false })
        {
            throw new EcrException(
                EcrErrorReason.UserNotPermitted,
                $"'{program}' keeps the logins of '{user.Name}', and Windows runs no program as another user without the password.",
                $"Run the command as '{user.Name}', or let the docker configuration of '{user.Name}' keep the login in the file: \"credHelpers\": {{\"REGISTRY\": \"\"}}.");
        }

        // On Windows a program needs much of the environment that it is started in.
        ChildEnvironment.Fill(start.Environment, user is { Sid: not null } ? null : user, host);
        if (user is { IsOwn: false })
        {
#if NET
            // The runtime calls setgroups, setgid and setuid in the child, all or none.
#pragma warning disable CA1416 // It has done so on Unix since .NET Core 2.1, though the documentation names Windows only.
            start.UserName = user.Name;
#pragma warning restore CA1416
            start.WorkingDirectory = "/";
#else
            throw new EcrException(EcrErrorReason.UserNotPermitted, $"A program cannot be run as '{user.Name}' here.", "Run the command as that user.");
#endif
        }

        return start;
    }

    private static void Kill(Process process)
    {
        try
        {
#if NET
            process.Kill(entireProcessTree: true);
#else
            process.Kill();
#endif
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It has ended by itself.
        }
    }
}
