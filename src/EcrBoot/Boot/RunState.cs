using System;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>What the run folder tells of this boot's login: the lock, what was begun, the verdict.</summary>
internal sealed class RunState
{
    private RunState(bool isRunning, BootReport? begun, BootReport? verdict)
    {
        IsRunning = isRunning;
        Begun = begun;
        Verdict = verdict;
    }

    /// <summary>Whether the login is being made: somebody holds the lock.</summary>
    public bool IsRunning { get; }

    /// <summary>What has begun; null where nothing has.</summary>
    public BootReport? Begun { get; }

    /// <summary>The verdict on it; null where there is none.</summary>
    public BootReport? Verdict { get; }

    /// <summary>Reads it. Nothing is locked or written.</summary>
    /// <exception cref="EcrException">LogUnreadable: one of the files is there and cannot be read or understood.</exception>
    public static RunState Read(BootPaths paths)
    {
        var state = Once(paths);
        if (state.IsRunning || state.Begun is null || IsOf(state.Verdict, state.Begun))
            return state;

        // A login may have begun between the look at the lock and the look for the verdict. What is still so the second time was killed.
        return Once(paths);
    }

    /// <summary>Whether a verdict is on what has begun last, or on a renewal after that.</summary>
    public static bool IsOf(BootReport? verdict, BootReport begun) => verdict is not null && verdict.Begun >= begun.Begun;

    private static RunState Once(BootPaths paths)
    {
        var isRunning = IsHeld(paths.Lock);
        var (begun, verdict) = (Report(paths.Begun), Report(paths.Verdict));

        // Who may not know whether it runs knows that it has ended: a login that begins takes the verdict before away.
        return isRunning is not null || begun is null || IsOf(verdict, begun)
            ? new RunState(isRunning == true, begun, verdict)
            : throw Unreadable($"Whether the login of this boot still runs only {BootAdvice.Reader} can see.", inner: null);
    }

    private static bool? IsHeld(string path)
    {
        try
        {
            return BootLock.IsHeld(path);
        }
        catch (EcrException e)
        {
            throw Unreadable(e.Problem, e);
        }
    }

    private static BootReport? Report(string path)
    {
        byte[]? content;
        try
        {
            content = SafeFile.Read(path);
        }
        catch (EcrException e)
        {
            throw Unreadable(e.Problem, e);
        }

        if (content is null)
            return null;
        return BootReport.FromJson(content) is { Version: 1, Logins: not null } report && report.Begun != default
            ? report
            : throw Unreadable($"'{path}' is not a report that this version of EcrBoot understands.", inner: null);
    }

    private static EcrException Unreadable(string problem, Exception? inner) =>
        new(EcrErrorReason.LogUnreadable, problem, BootAdvice.Unreadable, inner);
}
