using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Integration;
using Xunit;

namespace EcrBoot.WindowsTests;

/// <summary>The boot hook on a Windows, judged by what is there afterwards: task files, services, folders.</summary>
public sealed class BootHookTests(WinePrefix wine) : IDisposable
{
    private const string Service = "actions.runner.org-repo.one";
    private readonly EngineSession _session = new(wine);

    private string ProgramFolder => wine.HostPath(@"C:\Program Files\EcrBoot");

    private string DataFolder => wine.HostPath(@"C:\ProgramData\EcrBoot");

    public void Dispose()
    {
        _session.Run("Uninstall-EcrBootHook");
        wine.Run("schtasks", "/Delete", "/TN", "EcrBoot", "/F");
        wine.Run("schtasks", "/Delete", "/TN", "runnerinit", "/F");
        if (Directory.Exists(DataFolder))
            Directory.Delete(DataFolder, recursive: true);
    }

    [Fact]
    public void It_leaves_a_start_up_task_and_takes_it_away_again()
    {
        var hook = Assert.Single(_session.Run("Install-EcrBootHook -User 'NETWORK SERVICE'").Succeeded().Output);
        Assert.Equal(("Drifted", "ScheduledTask", "Native"), (hook["State"], hook["Method"], hook["Runtime"]));
        var task = new InstalledTask(wine, "EcrBoot");
        Assert.True(task.StartsAtBoot);
        Assert.Contains("<Source>Install-EcrBootHook</Source>", task.Text, StringComparison.Ordinal);
        Assert.Contains("<ExecutionTimeLimit>PT135S</ExecutionTimeLimit>", task.Text, StringComparison.Ordinal);
        Assert.Contains("NETWORK SERVICE", task.Arguments, StringComparison.Ordinal);
        Assert.True(File.Exists(wine.HostPath(task.Command)), task.Command);

        // Wine keeps no triggers, and that is seen; nothing else differs.
        Assert.Equal(["task EcrBoot: Triggers was changed"], _session.Run("(Get-EcrBootHook).Drift").Succeeded().Texts);

        Assert.Equal("NotInstalled", Assert.Single(_session.Run("Uninstall-EcrBootHook").Succeeded().Output)["State"]);
        Assert.False(task.Exists || Directory.Exists(ProgramFolder) || Directory.Exists(DataFolder));
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        using var runner = RunnerService.Install(wine, Service);
        Assert.Empty(_session.Run("Install-EcrBootHook -HoldRunner -RefreshIntervalSec 3600 -WhatIf").Succeeded().Output);
        Assert.False(new InstalledTask(wine, "EcrBoot").Exists || Directory.Exists(ProgramFolder));
        Assert.False(Directory.Exists(DataFolder));
        Assert.Equal("2", runner.StartType);
    }

    [Fact]
    public async Task A_runner_that_starts_by_itself_waits_for_a_login_that_never_ends_and_starts_then()
    {
        using var runner = RunnerService.Install(wine, Service);

        // Without the hook the system starts it.
        wine.Reboot();
        await Wait.UntilAsync(() => runner.Starts.Count == 1, "the service starts with the system", seconds: 30);

        _session.Run("Install-EcrBootHook -HoldRunner -TimeoutSec 2").Succeeded();
        Assert.Equal("3", runner.StartType);

        // With it nobody does before the task: no login ever says that it has ended, nor is its program there.
        var task = new InstalledTask(wine, "EcrBootRunners");
        Assert.EndsWith("cmd.exe", task.Command, StringComparison.Ordinal);
        Directory.Delete(ProgramFolder, recursive: true);
        wine.Reboot();
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        Assert.Single(runner.Starts);

        // Wine's ping cannot send and so hardly waits: how long the looks last is in the unit tests.
        task.Start().Finish();
        await Wait.UntilAsync(() => runner.Starts.Count == 2, "the task starts the service", seconds: 30);
    }

    [Fact]
    public async Task When_the_login_has_ended_it_starts_at_once_and_only_this_boots_end_counts()
    {
        using var runner = RunnerService.Install(wine, Service);
        _session.Run("Install-EcrBootHook -HoldRunner -TimeoutSec 600").Succeeded();

        var login = new InstalledTask(wine, "EcrBoot");
        RunLogin(login);
        var hold = new InstalledTask(wine, "EcrBootRunners").Start();
        await Wait.UntilAsync(() => runner.Starts.Count == 1, "the task starts the service", seconds: 30);
        hold.Finish();

        // After a restart the end of the boot before is not taken for this one's.
        wine.Reboot();
        var next = new InstalledTask(wine, "EcrBootRunners").Start();
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        Assert.Single(runner.Starts);
        RunLogin(login);
        await Wait.UntilAsync(() => runner.Starts.Count == 2, "the task starts the service", seconds: 30);
        next.Finish();
    }

    [Fact]
    public void A_runner_that_is_registered_later_is_held_at_the_next_boot_and_restored_in_the_end()
    {
        _session.Run("Install-EcrBootHook -HoldRunner -TimeoutSec 5").Succeeded();
        using var runner = RunnerService.Install(wine, "actions.runner.org-repo.late one");
        var login = new InstalledTask(wine, "EcrBoot");
        RunLogin(login);
        Assert.Equal("3", runner.StartType);
        Assert.Contains("Held: the service actions.runner.org-repo.late one was set to start by itself", File.ReadAllText(Path.Combine(DataFolder, "onboot.log")), StringComparison.Ordinal);
        _session.Run("Uninstall-EcrBootHook").Succeeded();
        Assert.Equal("2", runner.StartType);
    }

    [Fact]
    public void Another_start_up_task_waits_and_is_restored()
    {
        const string xml = """
            <?xml version="1.0"?>
            <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><RegistrationInfo><Description>starts the runner</Description></RegistrationInfo><Triggers><BootTrigger /></Triggers>
            <Principals><Principal id="A"><UserId>S-1-5-18</UserId></Principal></Principals><Actions Context="A"><Exec><Command>start-runner.exe</Command><Arguments>-x</Arguments></Exec></Actions></Task>
            """;

        // As the Task Scheduler keeps it; wine's schtasks would lose the trigger.
        var task = new InstalledTask(wine, "runnerinit");
        Directory.CreateDirectory(Path.GetDirectoryName(task.FilePath)!);
        wine.Write(task.FilePath, xml);

        Assert.Equal("runnerinit", Assert.Single(_session.Run("Install-EcrBootHook -Before runnerinit").Succeeded().Output)["Before"]);
        Assert.Contains("Task definition created by Wine", task.Text, StringComparison.Ordinal);
        Assert.Equal(xml, File.ReadAllText(Path.Combine(ProgramFolder, "before", "runnerinit.xml")));
        Assert.Contains("<Enabled>false</Enabled>", File.ReadAllText(Path.Combine(ProgramFolder, "after", "runnerinit.xml")), StringComparison.Ordinal);
        Assert.Contains("/Run /TN \"runnerinit\"", new InstalledTask(wine, "EcrBootRunners").Arguments, StringComparison.Ordinal);

        var steps = _session.Run("Uninstall-EcrBootHook -Verbose").Succeeded().Verbose;
        Assert.Contains(steps, static step => step.Contains(@"/Create /TN ""runnerinit"" /XML ""C:\Program Files\EcrBoot\before\runnerinit.xml"" /F", StringComparison.Ordinal));
        Assert.Contains("starts the runner", task.Text, StringComparison.Ordinal);
        Assert.False(new InstalledTask(wine, "EcrBootRunners").Exists);
    }

    [Fact]
    public void A_task_of_that_name_made_by_somebody_else_is_left_alone()
    {
        wine.Write(_session.File("other.xml"), """<Task xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><RegistrationInfo><Description>somebody else's</Description></RegistrationInfo><Actions><Exec><Command>other.exe</Command><Arguments>-a</Arguments></Exec></Actions></Task>""");
        wine.Run("schtasks", "/Create", "/TN", "EcrBoot", "/XML", _session.WindowsFolder + @"\other.xml");
        Assert.Equal(["HookConflict"], _session.Run("Install-EcrBootHook").ErrorIds);
        Assert.Contains("somebody else's", new InstalledTask(wine, "EcrBoot").Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(ProgramFolder));
    }

    [Theory]
    [InlineData("-Method Systemd", "BadArgument")]
    [InlineData(@"-Root C:\", "BadArgument")]
    [InlineData("-CredentialHelper", "BadArgument")]
    [InlineData("-Before nothere", "BadArgument")]
    [InlineData("-LogPath onboot.log", "BadArgument")]
    public void Bad_input_is_refused_and_nothing_changed(string parameters, string errorId)
    {
        Assert.Equal([errorId], _session.Run("Install-EcrBootHook " + parameters).ErrorIds);
        Assert.False(new InstalledTask(wine, "EcrBoot").Exists || Directory.Exists(ProgramFolder));
    }

    [Fact]
    public void A_log_of_this_boot_is_judged_and_one_of_the_boot_before_is_stale()
    {
        _session.Run("Install-EcrBootHook -TimeoutSec 1 -User nobody-here").Succeeded();
        Assert.Equal("Missing", _session.Run("(Get-EcrBootLog).Verdict").Texts.Single());
        var login = new InstalledTask(wine, "EcrBoot");
        RunLogin(login);
        Assert.Equal("Failed", _session.Run("(Get-EcrBootLog).Verdict").Texts.Single());
        Assert.Equal(["UserUnknown"], _session.Run("Test-EcrBootLog").ErrorIds);
        wine.Reboot();
        Assert.Equal("Stale", _session.Run("(Get-EcrBootLog).Verdict").Texts.Single());
    }

    // A login whose user is not there: it fails, and tells its end all the same.
    private static void RunLogin(InstalledTask login) => login.Start(login.Arguments.Replace("--timeout 600", "--timeout 2", StringComparison.Ordinal)).Finish();
}
