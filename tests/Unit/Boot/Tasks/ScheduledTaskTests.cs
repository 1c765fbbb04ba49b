using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using EcrBoot.Boot;
using Xunit;

namespace EcrBoot.Unit.Boot.Tasks;

/// <summary>The tasks that are registered, as XML.</summary>
public sealed class ScheduledTaskTests
{
    private static readonly WindowsFolders s_folders = new(@"C:\Program Files", @"C:\ProgramData", @"C:\Windows\System32");

    public static TheoryData<HookRuntime, bool, string?, int, int, string> EveryWish()
    {
        var data = new TheoryData<HookRuntime, bool, string?, int, int, string>();
        foreach (var runtime in new[] { HookRuntime.Native, HookRuntime.PowerShell })
        {
            foreach (var holds in new[] { false, true })
            {
                foreach (var before in new[] { null, "runnerinit", @"Folder\a & b <c>" })
                {
                    foreach (var (timeout, refresh) in new[] { (1, 0), (120, 3600), (3600, 86400) })
                        data.Add(runtime, holds, before, timeout, refresh, @"C:\Logs & <more>\onboot ""é"".log");
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryWish))]
    public void Every_task_is_valid_by_the_schema(HookRuntime runtime, bool holds, string? before, int timeout, int refresh, string log)
    {
        var options = new HookOptions { Runtime = runtime, HoldRunner = holds, Before = before, TimeoutSec = timeout, RefreshIntervalSec = refresh, LogPath = log, Users = ["NETWORK SERVICE", "auto"] };
        var tasks = ScheduledTaskHook.Tasks(options, s_folders);
        Assert.Equal(1 + (holds || before is not null ? 1 : 0) + (refresh > 0 ? 1 : 0), tasks.Count);
        Assert.All(tasks, static task => Assert.Empty(TaskSchema.Errors(task.ToXml())));
        Assert.All(tasks, static task => Assert.Null(TaskXml.Difference(task.ToXml().Root!, TaskXml.Parse(task.ToBytes())!)));
    }

    [Fact]
    public void The_schema_is_not_blind()
    {
        static IReadOnlyList<string> With(Action<XElement> change)
        {
            var xml = Login().ToXml();
            change(xml.Root!);
            return TaskSchema.Errors(xml);
        }

        static XElement Part(XElement task, string name) => task.Descendants(ScheduledTask.Namespace + name).First();
        Assert.NotEmpty(With(static task => Part(task, "Hidden").Value = "yes"));
        Assert.NotEmpty(With(static task => Part(task, "ExecutionTimeLimit").Value = "135"));
        Assert.NotEmpty(With(static task => Part(task, "RestartOnFailure").Element(ScheduledTask.Namespace + "Interval")!.Value = "PT30S"));
        Assert.NotEmpty(With(static task => Part(task, "Actions").SetAttributeValue("Context", "Nobody")));
        Assert.NotEmpty(With(static task => Part(task, "BootTrigger").AddFirst(new XElement(ScheduledTask.Namespace + "Delay", "PT1S"))));
        Assert.NotEmpty(With(static task => Part(task, "Settings").Add(new XElement(ScheduledTask.Namespace + "Window", "hidden"))));
        Assert.NotEmpty(With(static task => Part(task, "Command").Remove()));
    }

    [Fact]
    public void The_login_starts_with_the_system_as_SYSTEM_hidden_bounded_and_again_where_it_fails()
    {
        var xml = Login().ToXml().Root!;
        string? Text(string name) => xml.Descendants(ScheduledTask.Namespace + name).FirstOrDefault()?.Value;
        Assert.Equal("S-1-5-18", Text("UserId"));
        Assert.NotNull(Text("BootTrigger"));
        Assert.Equal(("true", "PT135S", "IgnoreNew"), (Text("Hidden"), Text("ExecutionTimeLimit"), Text("MultipleInstancesPolicy")));
        Assert.Equal(("PT60S", "3"), (Text("Interval"), Text("Count")));
        Assert.Equal((s_folders.NativeProgram, """login --user auto --log C:\ProgramData\EcrBoot\onboot.log --timeout 120"""), (Text("Command"), Text("Arguments")));
    }

    [Fact]
    public void A_file_of_it_is_what_schtasks_reads()
    {
        var bytes = Login().ToBytes();
        Assert.Equal([0xFF, 0xFE], bytes.Take(2));
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-16\"?>\r\n<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">", System.Text.Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""C:\a\b.exe""", """C:\a\b.exe""")]
    [InlineData("NETWORK SERVICE", "\"NETWORK SERVICE\"")]
    [InlineData("C:\\Program Files\\", "\"C:\\Program Files\\\\\"")]
    [InlineData("", "\"\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\\"b c", "\"a\\\\\\\"b c\"")]
    public void Words_are_quoted_as_programs_of_Windows_take_them_apart(string word, string quoted) => Assert.Equal(quoted, HookCommand.ForWindows([word]));

    [Fact]
    public void PowerShell_is_started_by_its_full_path_without_profile_or_policy()
    {
        var options = new HookOptions { Runtime = HookRuntime.PowerShell, Users = ["o'neill"], LogPath = @"C:\ProgramData\EcrBoot\onboot.log" };
        var task = Assert.Single(ScheduledTaskHook.Tasks(options, s_folders));
        Assert.Equal(s_folders.PowerShell, task.Program);
        Assert.Equal($"-ExecutionPolicy Bypass -NoProfile -NonInteractive -Command \"& '{s_folders.Script}' 'login' '--user' 'o''neill' '--log' 'C:\\ProgramData\\EcrBoot\\onboot.log' '--timeout' '120'; exit $LASTEXITCODE\"", task.Arguments);
    }

    // What the Task Scheduler of a real Windows makes of such a task: other words, the same meaning.
    [Theory]
    [InlineData("PT135S", "PT2M15S", null)]
    [InlineData("PT60S", "PT1M", null)]
    [InlineData("<Enabled>true</Enabled>", "", null)]
    [InlineData("<AllowHardTerminate>true</AllowHardTerminate>", "", null)]
    [InlineData("<Hidden>true</Hidden>", "<Hidden>1</Hidden><WakeToRun>false</WakeToRun><IdleSettings><StopOnIdleEnd>true</StopOnIdleEnd></IdleSettings>", null)]
    [InlineData("<UserId>S-1-5-18</UserId>", "<UserId>SYSTEM</UserId>", null)]
    [InlineData("<Author>EcrBoot</Author>", "<Author>HOST\\me</Author><URI>\\EcrBoot</URI>", null)]
    [InlineData("PT135S", "PT1H", "ExecutionTimeLimit")]
    [InlineData("<Hidden>true</Hidden>", "", "Hidden")]
    [InlineData("--timeout 120", "--timeout 12", "Arguments")]
    [InlineData("S-1-5-18", "S-1-5-21-1-2-3-500", "UserId")]
    [InlineData("<Enabled>true</Enabled>", "<Enabled>false</Enabled>", "Enabled")]
    [InlineData("</BootTrigger>", "</BootTrigger><BootTrigger />", "Triggers")]
    [InlineData("BootTrigger", "LogonTrigger", "BootTrigger")]
    [InlineData("</Exec>", "</Exec><Exec><Command>evil.exe</Command></Exec>", "Actions")]
    public void Meanings_are_compared_and_not_words(string from, string to, string? difference)
    {
        var wanted = Login().ToXml();
        var found = XElement.Parse(wanted.Root!.ToString(SaveOptions.DisableFormatting).Replace(from, to, StringComparison.Ordinal));
        Assert.Equal(difference, TaskXml.Difference(wanted.Root, found));
    }

    [Fact]
    public void A_task_of_somebody_elses_is_not_taken_for_ours()
    {
        Assert.True(TaskXml.IsOurs(TaskXml.Parse(Login().ToBytes())));
        Assert.False(TaskXml.IsOurs(TaskXml.Parse("<Task xmlns='http://schemas.microsoft.com/windows/2004/02/mit/task'><Actions/></Task>"u8.ToArray())));
        Assert.False(TaskXml.IsOurs(TaskXml.Parse("not XML"u8.ToArray())));
        Assert.Null(TaskXml.Parse("<!DOCTYPE a [<!ENTITY b 'c'>]><Task>&b;</Task>"u8.ToArray()));
    }

    private static ScheduledTask Login() => ScheduledTaskHook.Tasks(new HookOptions { Runtime = HookRuntime.Native, LogPath = @"C:\ProgramData\EcrBoot\onboot.log" }, s_folders).Single();
}
