using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>Everything that makes a hook on Windows: files, tasks, services that are held, and another's task that waits.</summary>
internal sealed class WindowsHookPlan
{
    private WindowsHookPlan(HookOptions options, WindowsFolders folders, IReadOnlyList<PlannedFile> files, IReadOnlyList<ScheduledTask> tasks, ChainedTask? chained)
    {
        Options = options;
        Folders = folders;
        Tasks = tasks;
        Chained = chained;
        Files = files.Concat(chained?.Files ?? Array.Empty<PlannedFile>()).Concat(tasks.Select(task => PlannedFile.Copy(FileOf(task.Name, folders), task.ToBytes()))).ToList();
    }

    /// <summary>The options with every <c>Auto</c> decided.</summary>
    public HookOptions Options { get; }

    /// <summary>Where everything lies.</summary>
    public WindowsFolders Folders { get; }

    /// <summary>The files, the tasks' own among them.</summary>
    public IReadOnlyList<PlannedFile> Files { get; }

    /// <summary>The tasks.</summary>
    public IReadOnlyList<ScheduledTask> Tasks { get; }

    /// <summary>The task of the image's that waits; null where there is none.</summary>
    public ChainedTask? Chained { get; }

    /// <summary>Plans.</summary>
    /// <exception cref="EcrException">ProgramMissing; BadArgument, HookConflict: the task of <c>-Before</c> cannot wait.</exception>
    public static WindowsHookPlan Of(HookOptions options, IWindowsHost host)
    {
        options.Method = HookMethod.ScheduledTask;
        var (runtime, files) = WindowsHookProgram.Of(options, host.Folders);
        options.Runtime = runtime;
        return new WindowsHookPlan(options, host.Folders, files, ScheduledTaskHook.Tasks(options, host.Folders), options.Before is { } name ? ChainedTask.Of(name, host) : null);
    }

    /// <summary>The file from which a task of ours is made.</summary>
    public static string FileOf(string task, WindowsFolders folders) => Path.Combine(folders.Program, task + ".xml");

    /// <summary>What differs on a host: a file, task or service and what is wrong with it each.</summary>
    public IReadOnlyList<string> Drift(IWindowsHost host)
    {
        var drift = Files.Select(file => (file.Path, Difference: Difference(file))).Where(static pair => pair.Difference is not null).Select(static pair => $"{pair.Path}: {pair.Difference}").ToList();
        drift.AddRange(Tasks.Select(task => (task.Name, Difference: Difference(task, host))).Where(static pair => pair.Difference is not null).Select(static pair => $"task {pair.Name}: {pair.Difference}"));
        if (Options.HoldRunner)
            drift.AddRange(host.Services(Options.RunnerUnits).Where(static service => service.Start is not null).Select(static service => $"service {service.Name}: starts by itself"));
        if (Chained is { IsToBeChanged: true })
            drift.Add($"task {Chained.Name}: starts with the system");
        return drift;
    }

    /// <summary>What is there in a file's place; null where it is as planned.</summary>
    public static string? Difference(PlannedFile file) => PlainFile.KindOf(file.Path) switch
    {
        PlainFileKind.None => "missing",
        PlainFileKind.Regular when new FileInfo(file.Path).Length == file.Content.Length && File.ReadAllBytes(file.Path).AsSpan().SequenceEqual(file.Content) => null,
        _ => "changed",
    };

    /// <summary>What there is in a task's place; null where it is as planned.</summary>
    public static string? Difference(ScheduledTask task, IWindowsHost host) => host.Task(task.Name) is not { } content ? "missing"
        : TaskXml.Parse(content) is not { } found ? "cannot be understood"
        : TaskXml.Difference(task.ToXml().Root!, found) is { } element ? $"{element} was changed" : null;
}
