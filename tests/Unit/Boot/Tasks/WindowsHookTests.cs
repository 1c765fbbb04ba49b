using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using EcrBoot.Boot;
using Xunit;

namespace EcrBoot.Unit.Boot.Tasks;

/// <summary>The hook of a Windows host: installed, changed, removed, refused.</summary>
public sealed class WindowsHookTests : IDisposable
{
    private const string Runner = "actions.runner.org-repo.one", Late = "actions.runner.org-repo.two", Manual = "actions.runner.org-repo.manual";

    private const string RunnerInit = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><RegistrationInfo><URI>\runnerinit</URI></RegistrationInfo>
        <Triggers><BootTrigger><Enabled>true</Enabled><Delay>PT5S</Delay></BootTrigger></Triggers>
        <Principals><Principal id="Author"><UserId>S-1-5-18</UserId></Principal></Principals>
        <Settings /><Actions Context="Author"><Exec><Command>powershell.exe</Command><Arguments>-File C:\start-runner.ps1</Arguments></Exec></Actions></Task>
        """;

    private readonly FakeWindows _windows = new();

    public WindowsHookTests()
    {
        TestUser.NeedsLinux();
        _windows.SetService(Runner, 2);
        _windows.SetService(Late, 2, isDelayed: true);
        _windows.SetService(Manual, 3);
        _windows.SetService("Dnscache", 2);
    }

    public void Dispose() => _windows.Dispose();

    [Fact]
    public async Task It_installs_shows_and_leaves_no_trace()
    {
        var before = _windows.Files();
        await InstallAsync(Options());
        Assert.Equal((HookStatus.Installed, HookMethod.ScheduledTask, HookRuntime.Native), (State().Status, State().Options.Method, State().Options.Runtime));
        Assert.Equal("program", File.ReadAllText(_windows.Folders.NativeProgram));
        Assert.Equal(["System32/Tasks/EcrBoot"], _windows.Files().Where(static file => file.Contains("Tasks/", StringComparison.Ordinal)));
        Assert.Equal([$"schtasks.exe /Create /TN \"EcrBoot\" /XML \"{Path.Combine(_windows.Folders.Program, "EcrBoot.xml")}\""], _windows.Ran);
        Assert.Equal((2u, false), _windows.Service(Runner));

        await UninstallAsync();
        Assert.Equal(HookStatus.NotInstalled, State().Status);
        Assert.Equal(before, _windows.Files());
        Assert.Empty(Installation().Uninstall());
    }

    [Fact]
    public async Task A_second_time_nothing_is_left_to_do()
    {
        await InstallAsync(Options(holds: true, refresh: 3600));
        Assert.Empty(Installation().Install(Options(holds: true, refresh: 3600), out _));
    }

    [Fact]
    public async Task Runners_are_held_and_restored_each_as_it_was()
    {
        var before = _windows.Files();
        await InstallAsync(Options(holds: true));
        Assert.Equal([(3u, false), (3u, false), (3u, false), (2u, false)], [_windows.Service(Runner), _windows.Service(Late), _windows.Service(Manual), _windows.Service("Dnscache")]);
        Assert.Equal(new Dictionary<string, string> { [Runner] = "auto", [Late] = "delayed-auto" }, _windows.Held);

        // Who starts them is there before anything keeps them from starting.
        Assert.True(_windows.Ran.FindIndex(static line => line.Contains("EcrBootRunners", StringComparison.Ordinal)) < _windows.Ran.FindIndex(static line => line.StartsWith("set ", StringComparison.Ordinal)));

        await UninstallAsync();
        Assert.Equal([(2u, false), (2u, true), (3u, false)], [_windows.Service(Runner), _windows.Service(Late), _windows.Service(Manual)]);
        Assert.False(_windows.HasRegistry);
        Assert.Equal(before, _windows.Files());
    }

    [Fact]
    public async Task What_somebody_has_set_otherwise_meanwhile_is_theirs()
    {
        await InstallAsync(Options(holds: true));
        _windows.SetService(Runner, 4);
        await UninstallAsync();
        Assert.Equal((4u, false), _windows.Service(Runner));
    }

    [Fact]
    public async Task Without_the_switch_they_are_let_go_again()
    {
        await InstallAsync(Options(holds: true, refresh: 3600));
        await InstallAsync(Options());
        Assert.Equal([(2u, false), (2u, true)], [_windows.Service(Runner), _windows.Service(Late)]);
        Assert.Equal(["System32/Tasks/EcrBoot"], _windows.Files().Where(static file => file.Contains("Tasks/", StringComparison.Ordinal)));
        Assert.Equal(HookStatus.Installed, State().Status);
    }

    [Fact]
    public async Task A_crash_while_it_installs_can_be_undone()
    {
        var before = _windows.Files();
        _windows.Broken = Late;
        await Assert.ThrowsAsync<EcrException>(() => InstallAsync(Options(holds: true)));
        Assert.Equal(3u, _windows.Service(Runner).Start);
        _windows.Broken = null;
        await UninstallAsync();
        Assert.Equal([(2u, false), (2u, true)], [_windows.Service(Runner), _windows.Service(Late)]);
        Assert.Equal(before, _windows.Files());
    }

    [Fact]
    public async Task Without_its_folder_tasks_and_services_go_back_all_the_same()
    {
        await InstallAsync(Options(holds: true));
        Directory.Delete(_windows.Folders.Program, recursive: true);
        Assert.Equal([$"{_windows.Folders.Record}: missing"], State().Drift);
        await UninstallAsync();
        Assert.Equal([(2u, false), (2u, true)], [_windows.Service(Runner), _windows.Service(Late)]);
        Assert.Equal(HookStatus.NotInstalled, State().Status);
        Assert.DoesNotContain(_windows.Files(), static file => file.StartsWith("System32/Tasks/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_start_up_task_waits_and_is_restored_byte_for_byte()
    {
        _windows.SetTask("runnerinit", RunnerInit);
        await InstallAsync(Options(before: "runnerinit"));
        var changed = XDocument.Parse(Encoding.Unicode.GetString(_windows.Task("runnerinit")!).TrimStart('\uFEFF'));
        Assert.Empty(TaskSchema.Errors(changed));
        Assert.False(TaskXml.StartsAtBoot(changed.Root!));
        Assert.Contains("powershell.exe", changed.ToString(), StringComparison.Ordinal);
        Assert.Contains("/Run /TN &quot;runnerinit&quot;".Replace("&quot;", "\"", StringComparison.Ordinal), Runners(), StringComparison.Ordinal);
        Assert.Equal(HookStatus.Installed, State().Status);
        Assert.Empty(Installation().Install(Options(before: "runnerinit"), out _));

        // The login tells its end and holds no service, which nobody would start.
        Assert.EndsWith(" --tell-end", TaskXml.Parse(_windows.Task("EcrBoot")!)!.Descendants(ScheduledTask.Namespace + "Arguments").Single().Value, StringComparison.Ordinal);
        Assert.Equal((2u, false), _windows.Service(Runner));

        await UninstallAsync();
        Assert.Equal(RunnerInit, Encoding.UTF8.GetString(_windows.Task("runnerinit")!));
    }

    [Fact]
    public async Task A_start_up_task_that_was_made_anew_is_drift_and_stays_as_it_is()
    {
        _windows.SetTask("runnerinit", RunnerInit);
        await InstallAsync(Options(before: "runnerinit"));
        var anew = RunnerInit.Replace("start-runner", "start-other", StringComparison.Ordinal);
        _windows.SetTask("runnerinit", anew);
        Assert.Contains("task runnerinit: starts with the system", State().Drift);
        await UninstallAsync();
        Assert.Equal(anew, Encoding.UTF8.GetString(_windows.Task("runnerinit")!));
    }

    [Theory]
    [InlineData("<UserId>S-1-5-18</UserId>", "<UserId>HOST\\me</UserId><LogonType>Password</LogonType>", "runs as a user whose password would be lost")]
    [InlineData("<Settings />", "<Settings><AllowStartOnDemand>false</AllowStartOnDemand></Settings>", "does not allow to be started on demand")]
    [InlineData("BootTrigger", "LogonTrigger", "is not started by the start of the system")]
    [InlineData("<Settings />", "<Settings><Enabled>false</Enabled></Settings>", "is not started by the start of the system")]
    [InlineData("</Task>", "", "is not in a form that is understood")]
    public void A_task_that_cannot_wait_is_refused(string from, string to, string why)
    {
        _windows.SetTask("runnerinit", RunnerInit.Replace(from, to, StringComparison.Ordinal));
        Refuses(Options(before: "runnerinit"), EcrErrorReason.HookConflict, why);
    }

    [Fact]
    public async Task Drift_is_named_and_put_right()
    {
        await InstallAsync(Options(holds: true));
        File.WriteAllText(_windows.Folders.NativeProgram, "other");
        File.Delete(Path.Combine(_windows.Folders.Tasks, "EcrBoot"));
        _windows.SetTask("EcrBootRunners", Encoding.Unicode.GetString(_windows.Task("EcrBootRunners")!).Replace("<Hidden>true", "<Hidden>false", StringComparison.Ordinal).Replace("utf-16", "utf-8", StringComparison.Ordinal).TrimStart('\uFEFF'));
        _windows.SetService(Runner, 2);
        Assert.Equal(
            [$"{_windows.Folders.NativeProgram}: changed", "task EcrBootRunners: Hidden was changed", "task EcrBoot: missing", $"service {Runner}: starts by itself"],
            State().Drift);
        await InstallAsync(Options(holds: true));
        Assert.Equal(HookStatus.Installed, State().Status);
    }

    [Fact]
    public async Task Without_the_native_program_a_copy_of_the_module_runs_in_Windows_PowerShell()
    {
        Directory.Delete(Path.Combine(_windows.Module, "native"), recursive: true);
        Installation().Install(Options(), out var notes);
        Assert.Contains("A group policy that forbids scripts stops it", Assert.Single(notes), StringComparison.Ordinal);
        await InstallAsync(Options());
        Assert.Equal(
            ["EcrBoot.psd1", "ecrboot.ps1", "lib/desktop/EcrBoot.dll"],
            Directory.EnumerateFiles(_windows.Folders.ModuleFolder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_windows.Folders.ModuleFolder, file)).Order(StringComparer.Ordinal));
        Assert.Equal(HookRuntime.PowerShell, State().Options.Runtime);
        Refuses(new HookOptions { ModuleFolder = _windows.Module, Runtime = HookRuntime.Native, LogPath = Log }, EcrErrorReason.ProgramMissing, "no native program");
    }

    [Fact]
    public void Who_is_not_elevated_is_told_so_in_a_sentence()
    {
        _windows.IsElevated = false;
        Refuses(Options(), EcrErrorReason.ElevationRequired, "Only an administrator can install or remove a boot hook.");
        Assert.Throws<EcrException>(() => Installation().Uninstall());
    }

    [Theory]
    [InlineData("EcrBoot")]
    [InlineData("EcrBootRunners")]
    public void A_task_of_that_name_made_by_somebody_else_is_named_and_left_alone(string name)
    {
        _windows.SetTask(name, RunnerInit);
        Refuses(Options(holds: true), EcrErrorReason.HookConflict, $"There is a task '{name}' already");
        Assert.Equal(RunnerInit, Encoding.UTF8.GetString(_windows.Task(name)!));
    }

    [Fact]
    public void A_service_that_cannot_be_changed_is_named_and_nothing_is_changed()
    {
        _windows.Locked.Add(Late);
        Refuses(Options(holds: true), EcrErrorReason.HookFault, $"The service '{Late}' cannot be changed: Access is denied.");
    }

    [Fact]
    public void A_folder_of_somebody_elses_is_not_written_to()
    {
        Directory.CreateDirectory(_windows.Folders.Program);
        Refuses(Options(), EcrErrorReason.HookConflict, "is there already, and not from Install-EcrBootHook");
        Directory.Delete(_windows.Folders.Program);
        _windows.Doubted = @"'C:\ProgramData\EcrBoot' is a link";
        Refuses(Options(), EcrErrorReason.HookConflict, "is a link, and the hook goes below it");
    }

    [Theory]
    [InlineData("Systemd", null, null, null, "is of Linux")]
    [InlineData(null, "a\"b", null, null, "is not a user's name")]
    [InlineData(null, @"A\B\C", null, null, "is not a user's name")]
    [InlineData(null, null, "onboot.log", null, "is not a path for the log")]
    [InlineData(null, null, @"C:\logs\..\x.log", null, "is not a path for the log")]
    [InlineData(null, null, @"C:\100%\x.log", null, "is not a path for the log")]
    [InlineData(null, null, @"\\server\share\x.log", null, "is not a path for the log")]
    [InlineData(null, null, null, "a\" & del", "is not the name of a task")]
    [InlineData(null, null, null, @"\runnerinit", "is not the name of a task")]
    [InlineData(null, null, null, "ecrboot", "is a task of this hook's own")]
    [InlineData(null, null, null, "nothere", "There is no task 'nothere'")]
    public void Bad_input_is_refused(string? method, string? user, string? log, string? before, string problem)
    {
        var options = new HookOptions { ModuleFolder = _windows.Module, Users = [user ?? "auto"], LogPath = log ?? Log, Before = before };
        if (method is not null)
            options.Method = Enum.Parse<HookMethod>(method);
        Refuses(options, EcrErrorReason.BadArgument, problem);
    }

    [Theory]
    [InlineData("runner")]
    [InlineData("NETWORK SERVICE")]
    [InlineData(@"DOMAIN\svc-runner$")]
    [InlineData(@"NT SERVICE\actions.runner.x")]
    public void Names_of_Windows_are_taken(string user) => WindowsOptionCheck.Apply(new HookOptions { Users = [user], LogPath = Log });

    [Fact]
    public async Task At_boot_a_new_runner_is_held_for_the_next_time_and_the_log_says_so()
    {
        await InstallAsync(Options(holds: true));
        _windows.SetService("actions.runner.org-repo.new", 2);
        _windows.SetService("actions.runner.org-repo.newlate", 2, isDelayed: true);
        var said = new List<string>();
        using (var hold = new RunnerHold(_windows, said.Add))
        {
            hold.TakeNew(["actions.runner.*"]);
            Assert.Equal(0, _windows.Ends);
        }

        Assert.Equal(1, _windows.Ends);
        Assert.Equal(2, said.Count);
        Assert.Contains("actions.runner.org-repo.new was set to start by itself and may have started before this login", said[0], StringComparison.Ordinal);
        Assert.Equal((3u, false), _windows.Service("actions.runner.org-repo.new"));
        await UninstallAsync();
        Assert.Equal([(2u, false), (2u, true)], [_windows.Service("actions.runner.org-repo.new"), _windows.Service("actions.runner.org-repo.newlate")]);
    }

    [Fact]
    public void What_will_not_wait_is_warned_of()
    {
        Assert.Contains(Runner, Assert.Single(Installation().Warnings(Options())), StringComparison.Ordinal);
        Assert.Empty(Installation().Warnings(Options(holds: true)));
        Installation().Install(Options(holds: true), out var notes);
        Assert.Contains(Manual, Assert.Single(notes), StringComparison.Ordinal);
    }

    private string Log => @"C:\ProgramData\EcrBoot\onboot.log";

    private HookOptions Options(bool holds = false, string? before = null, int refresh = 0) =>
        new() { ModuleFolder = _windows.Module, HoldRunner = holds, Before = before, RefreshIntervalSec = refresh, LogPath = Log, RunnerUnits = ["actions.runner.*"] };

    private WindowsHookInstallation Installation() => new(_windows);

    private HookState State() => Installation().Read(_windows.Module);

    private string Runners() => TaskXml.Parse(_windows.Task("EcrBootRunners")!)!.Descendants(ScheduledTask.Namespace + "Arguments").Single().Value;

    private async Task InstallAsync(HookOptions options)
    {
        foreach (var step in Installation().Install(options, out _))
            await step.ApplyAsync(CancellationToken.None);
    }

    private async Task UninstallAsync()
    {
        foreach (var step in Installation().Uninstall())
            await step.ApplyAsync(CancellationToken.None);
    }

    private void Refuses(HookOptions options, EcrErrorReason reason, string problem)
    {
        var (files, ran) = (_windows.Files(), _windows.Ran.Count);
        var error = Assert.Throws<EcrException>(() => Installation().Install(options, out _));
        Assert.Equal(reason, error.Reason);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Equal(files, _windows.Files());
        Assert.Equal(ran, _windows.Ran.Count);
    }
}
