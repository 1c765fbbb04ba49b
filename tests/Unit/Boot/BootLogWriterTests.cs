using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcrBoot.Boot;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Boot;

public sealed class BootLogWriterTests : IDisposable
{
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 22, 14, 3, TimeSpan.Zero);

    private readonly TestFolder _root = new();
    private readonly HostEnvironment _host = new(new Dictionary<string, string>(), static () => Now);
    private readonly List<string> _said = [];

    public BootLogWriterTests()
    {
        TestUser.NeedsLinux();
        Directory.CreateDirectory(_root.File("var/log"));
    }

    private BootPaths Paths => new(_root);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_boot_is_a_first_line_its_events_and_the_verdict()
    {
        using (var writer = Begin())
        {
            writer.Line("Waiting: the\nnetwork.");
            writer.Identify(Report("i-0123", "runner"));
            writer.End(Report(verdict: BootReport.Succeeded));
        }

        Assert.Equal(
            """
            2026-11-22T22:14:03Z EcrBoot 0.1.0 boot 6f0c1f5e instance i-0123 role runner
            2026-11-22T22:14:03Z Waiting: the network.
            2026-11-22T22:14:03Z Verdict Succeeded

            """,
            File.ReadAllText(Paths.Log));
        Assert.Equal(["EcrBoot 0.1.0 boot 6f0c1f5e instance unknown role unknown", "Waiting: the network.", "Verdict Succeeded"], _said);
        Assert.Equal("i-0123", BootReport.FromJson(File.ReadAllBytes(Paths.Begun))!.InstanceId);
        Assert.Equal("Succeeded", BootReport.FromJson(File.ReadAllBytes(Paths.Verdict))!.Verdict);
    }

    [Fact]
    public void Everyone_may_read_what_is_written_whatever_the_umask()
    {
        using (var writer = Begin())
        {
            writer.Identify(Report("i-0123", "runner"));
            writer.End(Report(verdict: BootReport.Failed));
        }

        Assert.All([Paths.Log, Paths.Lock, Paths.Begun, Paths.Verdict], static path => Assert.Equal(ForAll, File.GetUnixFileMode(path)));
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(Paths.RunFolder).Count());
    }

    [Fact]
    public void Five_earlier_boots_are_kept()
    {
        for (var boot = 0; boot < 8; boot++)
        {
            using var writer = Begin();
            writer.Line("boot " + boot);
        }

        var logs = Directory.EnumerateFiles(_root.File("var/log")).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["onboot", "onboot.1", "onboot.2", "onboot.3", "onboot.4", "onboot.5"], logs.Select(static log => Path.GetFileName(log)));
        Assert.Equal(["boot 7", "boot 6", "boot 5", "boot 4", "boot 3", "boot 2"], logs.Select(static log => File.ReadLines(log).Last()[21..]));
    }

    [Fact]
    public void A_gap_among_the_earlier_boots_is_no_error()
    {
        _root.Write("var/log/onboot", "old");
        _root.Write("var/log/onboot.3", "older");
        Begin().Dispose();
        Assert.Equal(("old", "older"), (File.ReadAllText(Paths.Log + ".1"), File.ReadAllText(Paths.Log + ".4")));
        Assert.Single(_said);
    }

    [Fact]
    public void A_link_in_the_logs_place_is_neither_written_through_nor_kept()
    {
        var precious = _root.Write("precious", "mine");
        File.CreateSymbolicLink(Paths.Log, precious);
        Begin().Dispose();
        Assert.Equal("mine", File.ReadAllText(precious));
        Assert.Null(new FileInfo(Paths.Log).LinkTarget);
        Assert.False(File.Exists(Paths.Log + ".1"));

        File.Delete(Paths.Log);
        File.CreateSymbolicLink(Paths.Log, precious);
        _said.Clear();
        BootLogWriter.Continue(Paths, _host, _said.Add).Dispose();
        Assert.Equal("mine", File.ReadAllText(precious));
        Assert.Contains("it is a symbolic link", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mkdir")]
    [InlineData("mkfifo")]
    public void What_cannot_be_a_log_is_said_and_the_boot_goes_on(string program)
    {
        Shell.Run(program, Paths.Log);
        using (var writer = Begin())
            writer.End(Report(verdict: BootReport.Succeeded));
        Assert.Contains(_said, static line => line.Contains("not a regular file", StringComparison.Ordinal));
        Assert.True(File.Exists(Paths.Verdict));
    }

    [Fact]
    public void The_lock_is_seen_while_the_boot_runs_and_no_longer()
    {
        Assert.Null(RecordLock.Holder(Paths.Lock));
        using (Begin())
            Assert.Equal(Environment.ProcessId, RecordLock.Holder(Paths.Lock));
        Assert.Null(RecordLock.Holder(Paths.Lock));
    }

    [Fact]
    public void Another_process_sees_the_lock_and_the_kernel_takes_it_from_the_dead()
    {
        using var other = LockHolder.Start(Paths, forWriting: true);
        Assert.Equal(other.ProcessId, RecordLock.Holder(Paths.Lock));
        Begin().Dispose();
        Assert.Contains(_said, static line => line.Contains("going on without it", StringComparison.Ordinal));
        other.Kill();
        Assert.Null(RecordLock.Holder(Paths.Lock));
    }

    [Fact]
    public void A_readers_own_lock_does_not_look_like_a_boot()
    {
        using var other = LockHolder.Start(Paths, forWriting: false);
        Assert.Null(RecordLock.Holder(Paths.Lock));
    }

    [Fact]
    public void The_verdict_before_is_gone_when_a_login_begins()
    {
        _root.Write("run/ecrboot/verdict.json", "{}");
        using var writer = Begin();
        Assert.False(File.Exists(Paths.Verdict));
        Assert.True(File.Exists(Paths.Begun));
    }

    private static BootReport Report(string? instance = null, string? role = null, string? verdict = null) =>
        new() { Program = "0.1.0", BootId = "6f0c1f5e", Begun = Now, InstanceId = instance, Role = role, Verdict = verdict };

    private BootLogWriter Begin() => BootLogWriter.Begin(Paths, Report(), _host, _said.Add);
}
