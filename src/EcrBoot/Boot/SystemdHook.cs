using System.Collections.Generic;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The login as a systemd unit, for which the generator makes the runners wait.</summary>
internal sealed class SystemdHook : IBootHook
{
    private const string Folder = "/etc/systemd/system/";

    public HookMethod Method => HookMethod.Systemd;

    public IReadOnlyList<PlannedFile> Files(HookOptions options, ImageRoot image, ICollection<string> notes)
    {
        foreach (var folder in RunnerUnits.Folders)
        {
            // In our own folder the record says whose it is.
            if (folder != "/etc/systemd/system" && FileStatus.Of(image.Locate($"{folder}/{SystemdUnits.Login}"), follow: false) is not null)
                throw new EcrException(EcrErrorReason.HookConflict, $"There is a unit {SystemdUnits.Login} of somebody else's in {image.Shown(folder)}.", "Remove or rename it.");
        }

        var files = new List<PlannedFile>
        {
            PlannedFile.Text(RunnerUnitSettings.FilePath, RunnerUnitSettings.Text(SystemdUnits.Login, options.RunnerUnits)),
            PlannedFile.Link(HookCommand.GeneratorLink, HookProgram.GeneratorTarget(options)),
            PlannedFile.Text(Folder + SystemdUnits.Login, SystemdUnits.LoginText(options)),
        };

        // The links are made here as "systemctl enable" makes them: offline there is no systemctl to ask, and what it makes it does not take away whole.
        if (options.RefreshIntervalSec > 0)
        {
            files.Add(PlannedFile.Text(Folder + SystemdUnits.Refresh, SystemdUnits.RefreshText(options)));
            files.Add(PlannedFile.Text(Folder + SystemdUnits.Timer, SystemdUnits.TimerText(options)));
            files.Add(PlannedFile.Link($"{Folder}timers.target.wants/{SystemdUnits.Timer}", Folder + SystemdUnits.Timer));
        }

        files.Add(PlannedFile.Link($"{Folder}multi-user.target.wants/{SystemdUnits.Login}", Folder + SystemdUnits.Login));
        return files;
    }

    public IEnumerable<string> Commands(HookOptions options, bool removed)
    {
        if (removed && options.RefreshIntervalSec > 0)
            yield return "stop " + SystemdUnits.Timer;
        yield return "daemon-reload";
    }
}
