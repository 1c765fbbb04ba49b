using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>Turns a plan into steps. The record is written before the first step and removed after the last, so that a crash in between can be undone.</summary>
internal sealed class HookSteps
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ImageRoot _image;
    private readonly HostEnvironment _host;
    private readonly string _record, _other;

    /// <summary>Makes steps in a root.</summary>
    /// <param name="image">The root.</param>
    /// <param name="host">The environment, for commands.</param>
    /// <param name="record">The record that the steps keep.</param>
    /// <param name="other">The record of what else of ours may be installed: a file that it names too is left to it.</param>
    public HookSteps(ImageRoot image, HostEnvironment host, string record = HookCommand.Record, string other = HelperFiles.Record)
    {
        _image = image;
        _host = host;
        _record = record;
        _other = other;
    }

    /// <summary>The steps to a plan from what is recorded.</summary>
    public IReadOnlyList<PlannedChange> Install(HookPlan plan, HookRecord? old, IBootHook? hook)
    {
        var record = new HookRecord { Version = typeof(HookSteps).Assembly.GetName().Version!.ToString(3), Options = plan.Options };
        record.Files.AddRange(plan.Files.Where(static file => file.Kind is PlannedFileKind.File or PlannedFileKind.Link).Select(static file => file.Path));
        record.Folders.AddRange(old?.Folders ?? new List<string>());
        var folders = plan.Files.Select(static file => file.Path).Append(_record).SelectMany(path => MissingFolders(path)).Distinct(StringComparer.Ordinal)
            .OrderBy(static path => path.Length).ToList();
        record.Folders.AddRange(folders.Except(record.Folders, StringComparer.Ordinal).ToList());
        if (plan.Files.FirstOrDefault(static file => file.Kind == PlannedFileKind.Block) is { } block)
        {
            record.Script = block.Path;
            record.ScriptMode = old?.Script == block.Path ? old.ScriptMode : FileStatus.Of(_image.Follow(block.Path), follow: false)?.Mode;
        }

        var steps = folders.Select(folder => new PlannedChange("Make the folder", _image.Shown(folder), () => SystemFile.MakeFolder(_image.Follow(folder)))).ToList();
        var recordBytes = record.ToBytes();
        var recordPath = _image.Follow(_record);
        if (SystemFile.Read(recordPath) is not { } now || !now.AsSpan().SequenceEqual(recordBytes))
            steps.Add(new PlannedChange("Write", _image.Shown(_record), () => SystemFile.Write(recordPath, recordBytes, SystemFile.PlainMode)));

        // What an earlier installation had and this one has not.
        steps.AddRange((old?.Files ?? new List<string>()).Except(record.Files, StringComparer.Ordinal).Except(OtherFiles(), StringComparer.Ordinal).Select(Removal));
        if (old?.Script is { } script && script != record.Script)
            steps.Add(ScriptRemoval(old));
        steps.AddRange(plan.Files.Where(file => file.Difference(_image) is not null).Select(Writing));
        if (steps.Count > 0)
        {
            steps.AddRange(Labels(folders.Concat(plan.Files.Select(static file => file.Path)).Append(HookCommand.Record)));
            steps.AddRange(Commands(hook, plan.Options, removed: false));
        }

        return steps;
    }

    /// <summary>The steps back to a host without a hook.</summary>
    public IReadOnlyList<PlannedChange> Uninstall(HookRecord record, IBootHook? hook)
    {
        // What starts the login goes first, as it came last.
        var steps = Commands(hook, record.Options, removed: true).Where(static step => step.Target != "systemctl daemon-reload").ToList();
        if (record.Script is not null)
            steps.Add(ScriptRemoval(record));
        steps.AddRange(Enumerable.Reverse(record.Files).Except(OtherFiles(), StringComparer.Ordinal).Where(path => FileStatus.Of(_image.Locate(path), follow: false) is not null).Select(Removal));
        if (hook is not null && FileStatus.Of(_image.Locate(HookCommand.EnvironmentFile), follow: false) is { IsRegular: true, Size: 0 })
            steps.Add(Removal(HookCommand.EnvironmentFile));
        if (hook is not null && _image.IsHost)
        {
            foreach (var left in SystemFile.List("/run/ecrboot"))
                steps.Add(new PlannedChange("Remove", left, () => SystemFile.Remove(left)));
            if (FileStatus.Of("/run/ecrboot", follow: false) is { IsFolder: true })
                steps.Add(new PlannedChange("Remove", "/run/ecrboot", static () => SystemFile.RemoveFolder("/run/ecrboot")));
        }

        if (HandOver(record) is { } handing)
            steps.Add(handing);
        steps.Add(Removal(_record));
        steps.AddRange(Enumerable.Reverse(record.Folders).Select(folder =>
            new PlannedChange("Remove the folder if it is empty", _image.Shown(folder), () => SystemFile.RemoveFolder(_image.Follow(folder)))));
        steps.AddRange(Commands(hook, record.Options, removed: true).Where(static step => step.Target == "systemctl daemon-reload"));
        return steps;
    }

    private PlannedChange Writing(PlannedFile file)
    {
        var shown = _image.Shown(file.Path);
        switch (file.Kind)
        {
            case PlannedFileKind.Link:
                return new PlannedChange("Link to " + file.Target, shown, () => SystemFile.Link(_image.Locate(file.Path), file.Target));
            case PlannedFileKind.Block:
                return new PlannedChange("Write our block into", shown, () =>
                {
                    var path = _image.Follow(file.Path);
                    var text = RcLocalText.Parse(SystemFile.Read(path) ?? Array.Empty<byte>());
                    var status = FileStatus.Of(path, follow: false);

                    // The run bit for whoever may read it.
                    var mode = status is { } old ? old.Mode | 0x40u | ((old.Mode & 0x24u) >> 2) : file.Mode;
                    SystemFile.Write(path, text.With(Encoding.UTF8.GetString(file.Content)), mode, status?.User, status?.Group);
                });
            default:
                return new PlannedChange("Write", shown, () => SystemFile.Write(_image.Locate(file.Path), file.Content, file.Mode));
        }
    }

    private PlannedChange Removal(string path) => new("Remove", _image.Shown(path), () => SystemFile.Remove(_image.Locate(path)));

    private PlannedChange ScriptRemoval(HookRecord record) => new(record.ScriptMode is null ? "Remove" : "Restore", _image.Shown(record.Script!), () =>
    {
        var path = _image.Follow(record.Script!);
        if (FileStatus.Of(path, follow: false) is not { IsRegular: true } status)
            return;
        var rest = RcLocalText.Parse(SystemFile.Read(path)!).RestBytes;
        if (rest.Length == 0 && record.ScriptMode is null)
            SystemFile.Remove(path);
        else
            SystemFile.Write(path, rest, record.ScriptMode ?? status.Mode, status.User, status.Group);
    });

    private IReadOnlyList<string> OtherFiles() => HookRecord.Read(_image, _other)?.Files ?? new List<string>();

    // The folders made for both are removed by whichever goes last.
    private PlannedChange? HandOver(HookRecord record)
    {
        if (HookRecord.Read(_image, _other) is not { } other || record.Folders.Except(other.Folders, StringComparer.Ordinal).ToList() is not { Count: > 0 } more)
            return null;
        var all = other.Folders.Concat(more).OrderBy(static folder => folder.Length).ToList();
        other.Folders.Clear();
        other.Folders.AddRange(all);
        return new PlannedChange("Write", _image.Shown(_other), () => SystemFile.Write(_image.Follow(_other), other.ToBytes(), SystemFile.PlainMode));
    }

    private IEnumerable<PlannedChange> Commands(IBootHook? hook, HookOptions options, bool removed)
    {
        if (hook is null || !_image.IsHost || FileStatus.Of("/run/systemd/system", follow: true) is not { IsFolder: true } || HostProgram.Find("systemctl", user: null, _host) is not { } program)
            return Array.Empty<PlannedChange>();
        return hook.Commands(options, removed).Select(arguments => Run("systemctl", program, arguments));
    }

    // A new file gets its folder's label, and systemd may not run a program labelled as a library. The policy's own labels are another step.
    private IEnumerable<PlannedChange> Labels(IEnumerable<string> paths)
    {
        if (!_image.IsHost || FileStatus.Of("/sys/fs/selinux/enforce", follow: true) is null || HostProgram.Find("restorecon", user: null, _host) is not { } program)
            return Array.Empty<PlannedChange>();
        return new[] { Run("restorecon", program, string.Join(" ", paths.Distinct(StringComparer.Ordinal))) };
    }

    private PlannedChange Run(string name, string program, string arguments) =>
        new("Run", name + " " + arguments, cancellation => RunAsync(name, program, arguments, cancellation));

    private async Task RunAsync(string name, string program, string arguments, CancellationToken cancellation)
    {
        var run = await HostProcess.RunAsync(program, arguments, input: "", user: null, _host, s_patience, cancellation).ConfigureAwait(false);
        if (run.ExitCode != 0)
            throw new EcrException(EcrErrorReason.HookFault, $"'{name} {arguments}' failed with {HookCommand.Number(run.ExitCode)}: {run.Errors.Trim().TrimEnd('.')}.", "Correct that, and run the command again.");
    }

    private IEnumerable<string> MissingFolders(string path)
    {
        for (var folder = Parent(path); folder.Length > 1 && FileStatus.Of(_image.Follow(folder), follow: true) is null; folder = Parent(folder))
            yield return folder;
    }

    private static string Parent(string path) => path.Substring(0, Math.Max(0, path.LastIndexOf('/')));
}
