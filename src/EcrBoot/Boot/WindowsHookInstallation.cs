using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The boot hook of a Windows host: tasks of the Task Scheduler.</summary>
internal sealed class WindowsHookInstallation : HookInstallation
{
    private readonly IWindowsHost _host;
    private readonly WindowsFolders _folders;
    private readonly WindowsHookSteps _steps;

    /// <summary>Looks at a host.</summary>
    /// <param name="host">The host.</param>
    public WindowsHookInstallation(IWindowsHost host)
    {
        _host = host;
        _folders = host.Folders;
        _steps = new WindowsHookSteps(host);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PlannedChange> Install(HookOptions options, out IReadOnlyList<string> notes)
    {
        RequireElevated();
        WindowsOptionCheck.Apply(options);
        var plan = WindowsHookPlan.Of(options, _host);
        var record = Record();
        RequireOurs(plan, record);
        notes = Notes(plan);
        return _steps.Install(plan, record);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PlannedChange> Uninstall()
    {
        RequireElevated();

        // Who has deleted the folder has deleted the record with it: tasks and held services go back all the same.
        return Record() is { } record ? _steps.Uninstall(record) : HasTraces ? _steps.Uninstall(new HookRecord()) : Array.Empty<PlannedChange>();
    }

    /// <inheritdoc/>
    public override HookState Read(string moduleFolder)
    {
        var root = Path.GetPathRoot(_folders.Program) ?? "";
        if (Record() is not { } record)
        {
            return HasTraces
                ? new HookState(HookStatus.Drifted, new HookOptions { Method = HookMethod.ScheduledTask }, "", root, new[] { $"{_folders.Record}: missing" })
                : new HookState(HookStatus.NotInstalled, new HookOptions(), "", root, Array.Empty<string>());
        }

        var options = record.Options;
        options.ModuleFolder = moduleFolder;
        IReadOnlyList<string> drift;
        try
        {
            drift = WindowsHookPlan.Of(options, _host).Drift(_host);
        }
        catch (EcrException e)
        {
            drift = new[] { e.Problem };
        }

        return new HookState(drift.Count == 0 ? HookStatus.Installed : HookStatus.Drifted, options, record.Version, root, drift);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings(HookOptions options)
    {
        var services = _host.Services(options.RunnerUnits);
        var warnings = new List<string>();
        if (services.Count == 0 && options.Before is null)
            warnings.Add($"There is no service like {string.Join(", ", options.RunnerUnits)} now.{(options.HoldRunner ? " One that starts by itself is held from the second start of the system on after it was registered." : "")}");
        if (!options.HoldRunner && options.Before is null && services.FirstOrDefault(static service => service.Start is not null) is { } early)
            warnings.Add($"The service {early.Name} starts by itself and does not wait for the login. Give -HoldRunner.");
        return warnings;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Remains(HookOptions options)
    {
        try
        {
            return Directory.EnumerateFiles(Path.GetDirectoryName(options.LogPath)!, Path.GetFileName(options.LogPath) + "*").OrderBy(static path => path, StringComparer.Ordinal).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Array.Empty<string>();
        }
    }

    private bool HasTraces => ScheduledTaskHook.Names.Any(_steps.IsOurs) || _host.Held.Count > 0;

    private HookRecord? Record()
    {
        try
        {
            return PlainFile.KindOf(_folders.Record) == PlainFileKind.Regular ? HookRecord.Parse(File.ReadAllText(_folders.Record, Encoding.UTF8)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EcrException(EcrErrorReason.HookFault, $"'{_folders.Record}' cannot be read: {e.Message.TrimEnd('.')}.", "Correct that, and run the command again.", e);
        }
    }

    private void RequireOurs(WindowsHookPlan plan, HookRecord? record)
    {
        if (record is null && PlainFile.KindOf(_folders.Program) != PlainFileKind.None)
            throw Conflict($"'{_folders.Program}' is there already, and not from Install-EcrBootHook", "Remove or rename it.");
        foreach (var task in plan.Tasks)
        {
            if (_host.Task(task.Name) is { } content && !TaskXml.IsOurs(TaskXml.Parse(content)))
                throw Conflict($"There is a task '{task.Name}' already, and not from Install-EcrBootHook", $"See whose it is: schtasks /Query /TN {task.Name} /V /FO LIST. Remove or rename it.");
        }

        // What runs as SYSTEM, and what SYSTEM writes, must be out of everybody else's reach.
        foreach (var folder in new[] { _folders.Program, _folders.Data, Path.GetDirectoryName(plan.Options.LogPath)! })
        {
            if (_host.Doubt(folder) is { } doubt)
                throw Conflict($"{char.ToUpperInvariant(doubt[0])}{doubt.Substring(1)}, and the hook goes below it", "Remove or rename that folder, or give -LogPath in one that only administrators may write.");
        }

        foreach (var service in plan.Options.HoldRunner ? _host.Services(plan.Options.RunnerUnits).Where(static service => service.Start is not null) : Array.Empty<RunnerService>())
        {
            if (_host.Refusal(service.Name) is { } refusal)
                throw new EcrException(EcrErrorReason.HookFault, $"The service '{service.Name}' cannot be changed: {refusal}.", "Correct its rights (sc sdshow), or leave out -HoldRunner. Nothing was changed.");
        }
    }

    private IReadOnlyList<string> Notes(WindowsHookPlan plan)
    {
        var notes = new List<string>();
        if (plan.Options.Runtime == HookRuntime.PowerShell)
            notes.Add(WindowsHookProgram.PowerShellNote);
        if (plan.Options.HoldRunner)
        {
            notes.AddRange(_host.Services(plan.Options.RunnerUnits).Where(service => service.Start is null && !_host.Held.ContainsKey(service.Name))
                .Select(static service => $"The service {service.Name} does not start by itself, so the hook does not start it either."));
        }

        return notes;
    }

    private void RequireElevated()
    {
        if (!_host.IsElevated)
            throw new EcrException(EcrErrorReason.ElevationRequired, "Only an administrator can install or remove a boot hook.", "Start PowerShell with 'Run as administrator', and run it there.");
    }

    private static EcrException Conflict(string problem, string remedy) => new(EcrErrorReason.HookConflict, problem + ".", remedy);
}
