using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>Turns a plan for Windows into steps. The record is written before the first change and removed after the last, so that a crash in between can be undone.</summary>
internal sealed class WindowsHookSteps
{
    private readonly IWindowsHost _host;
    private readonly WindowsFolders _folders;

    public WindowsHookSteps(IWindowsHost host)
    {
        _host = host;
        _folders = host.Folders;
    }

    /// <summary>The steps to a plan from what is recorded.</summary>
    public IReadOnlyList<PlannedChange> Install(WindowsHookPlan plan, HookRecord? old)
    {
        var record = new HookRecord { Version = typeof(WindowsHookSteps).Assembly.GetName().Version!.ToString(3), Options = plan.Options };
        record.Files.AddRange(plan.Files.Select(static file => file.Path));
        record.Folders.AddRange(old?.Folders ?? new List<string>());
        var folders = plan.Files.Select(static file => file.Path).Append(plan.Options.LogPath).Append(Path.Combine(_folders.Data, "lock")).Append(_folders.Record).SelectMany(MissingFolders)
            .Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(static path => path.Length).ToList();
        record.Folders.AddRange(folders.Except(record.Folders, StringComparer.OrdinalIgnoreCase).ToList());

        var steps = folders.Select(static folder => new PlannedChange("Make the folder", folder, () => Changing(() => PlainFile.MakeFolder(folder)))).ToList();
        var bytes = PlannedFile.Copy(_folders.Record, record.ToBytes());
        if (WindowsHookPlan.Difference(bytes) is not null)
            steps.Add(Writing(bytes));

        // What an earlier installation had and this one has not.
        if (old is { Options.HoldRunner: true } && !plan.Options.HoldRunner)
            steps.AddRange(Releases());
        if (old?.Options.Before is { } before && before != plan.Options.Before)
            steps.AddRange(Restoring(before));
        steps.AddRange(ScheduledTaskHook.Names.Except(plan.Tasks.Select(static task => task.Name), StringComparer.Ordinal).Where(IsOurs).Select(Deletion));
        steps.AddRange((old?.Files ?? new List<string>()).Except(record.Files, StringComparer.OrdinalIgnoreCase).Where(static path => PlainFile.KindOf(path) != PlainFileKind.None).Select(Removal));

        steps.AddRange(plan.Files.Where(static file => WindowsHookPlan.Difference(file) is not null).Select(Writing));
        steps.AddRange(plan.Tasks.Where(task => WindowsHookPlan.Difference(task, _host) is not null).Select(task => Creation(task.Name, WindowsHookPlan.FileOf(task.Name, _folders), IsOurs(task.Name))));
        if (plan.Options.HoldRunner)
            steps.AddRange(_host.Services(plan.Options.RunnerUnits).Where(static service => service.Start is not null).SelectMany(Holding));
        if (plan.Chained is { IsToBeChanged: true } chained)
            steps.Add(Creation(chained.Name, ChainedTask.ChangedFile(chained.Name, _folders), replaces: true));
        return steps;
    }

    /// <summary>The steps back to a host without a hook.</summary>
    public IReadOnlyList<PlannedChange> Uninstall(HookRecord record)
    {
        // First what starts by itself again, then what has started it.
        var steps = Releases().ToList();
        if (record.Options.Before is { } before)
            steps.AddRange(Restoring(before));
        steps.AddRange(ScheduledTaskHook.Names.Reverse().Where(IsOurs).Select(Deletion));
        steps.AddRange(Enumerable.Reverse(record.Files).Concat(new[] { "lock", "begun.json", "verdict.json" }.Select(name => Path.Combine(_folders.Data, name)))
            .Where(static path => PlainFile.KindOf(path) != PlainFileKind.None).Select(Removal));
        if (_host.HasRegistry)
            steps.Add(new PlannedChange("Remove", @"HKLM\SOFTWARE\EcrBoot", _host.ClearRegistry));
        steps.Add(Removal(_folders.Record));
        steps.AddRange(Enumerable.Reverse(record.Folders).Select(static folder => new PlannedChange("Remove the folder if it is empty", folder, () => RemoveIfEmpty(folder))));
        return steps;
    }

    /// <summary>Whether there is a task of that name, and from this project.</summary>
    public bool IsOurs(string task) => _host.Task(task) is { } content && TaskXml.IsOurs(TaskXml.Parse(content));

    // Written down first: a service that is not, and does not start by itself, would be started by nobody.
    private IEnumerable<PlannedChange> Holding(RunnerService service)
    {
        yield return new PlannedChange("Write", $@"{HeldRunners.Key}\{service.Name}", () => _host.Hold(service.Name, service.Start!));
        yield return Setting(service.Name, RunnerService.Manual);
    }

    private IEnumerable<PlannedChange> Releases()
    {
        var held = _host.Held;
        var services = _host.Services(held.Keys.ToList());
        foreach (var pair in held)
        {
            // What somebody has set otherwise meanwhile is theirs.
            if (services.Any(service => service.IsManual && string.Equals(service.Name, pair.Key, StringComparison.OrdinalIgnoreCase)))
                yield return Setting(pair.Key, pair.Value);
        }

        if (held.Count > 0)
            yield return new PlannedChange("Remove", HeldRunners.Key, _host.ClearRegistry);
    }

    private IEnumerable<PlannedChange> Restoring(string task)
    {
        var original = ChainedTask.OriginalFile(task, _folders);
        if (PlainFile.KindOf(original) == PlainFileKind.Regular && ChainedTask.Waits(task, _host))
            yield return Creation(task, original, replaces: true);
    }

    private PlannedChange Creation(string task, string file, bool replaces) => Run("schtasks.exe", $"/Create /TN \"{task}\" /XML \"{file}\"{(replaces ? " /F" : "")}", () =>
    {
        if (_host.Task(task) is null)
            throw new EcrException(EcrErrorReason.HookFault, $"schtasks has not made the task '{task}' and said nothing.", "See whether the Task Scheduler runs: sc query Schedule");
    });

    private PlannedChange Deletion(string task) => Run("schtasks.exe", $"/Delete /TN \"{task}\" /F");

    private PlannedChange Run(string tool, string arguments, Action? check = null) => new("Run", tool + " " + arguments, async cancellation =>
    {
        await _host.RunAsync(tool, arguments, cancellation).ConfigureAwait(false);
        check?.Invoke();
    });

    private PlannedChange Setting(string service, string start) => new($"Set the start to {start} of", "service " + service, () => _host.SetStart(service, start));

    private static PlannedChange Writing(PlannedFile file) => new("Write", file.Path, () => Changing(() => PlainFile.Replace(file.Path, file.Content)));

    private static PlannedChange Removal(string path) => new("Remove", path, () => Changing(() => PlainFile.Remove(path)));

    private static void Changing(Action work)
    {
        try
        {
            work();
        }
        catch (EcrException e) when (e.Reason == EcrErrorReason.ConfigNotWritable)
        {
            throw new EcrException(EcrErrorReason.HookFault, e.Problem, "Correct that, and run the command again.", e);
        }
    }

    private static void RemoveIfEmpty(string folder)
    {
        try
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody looks into it, or has put something there: it stays.
        }
    }

    private static IEnumerable<string> MissingFolders(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is { Length: > 3 } && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            yield return folder;
    }
}
