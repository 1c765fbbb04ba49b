using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

public sealed class HostProcessTests
{
    private static readonly HostEnvironment s_host = new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PATH"] = HostProgram.DefaultPath,
        ["HTTPS_PROXY"] = "http://proxy:1",
        ["DOCKER_CONFIG"] = "/root/.docker",
        ["AWS_SECRET_ACCESS_KEY"] = "not for others",
        ["XDG_RUNTIME_DIR"] = "/run/user/0",
    });

    [Fact]
    public async Task Input_and_output_pass_unchanged()
    {
        TestUser.NeedsLinux();
        var cat = await Run("cat", "-", "grüße\n");
        Assert.Equal(("grüße\n", 0), (cat.Output, cat.ExitCode));
    }

    [Fact]
    public async Task A_child_that_does_not_read_is_no_error()
    {
        TestUser.NeedsLinux();
        Assert.Equal(1, (await Run("false", "", new string('x', 1 << 20))).ExitCode);
    }

    [Fact]
    public async Task Endless_output_ends_the_child()
    {
        TestUser.NeedsLinux();
        var yes = await Run("yes", "yes", "");
        Assert.Equal((1 << 20, true), (yes.Output.Length, yes.WroteTooMuch));
    }

    [Fact]
    public async Task Output_of_just_as_much_as_is_read_is_not_too_much()
    {
        TestUser.NeedsLinux();
        var cat = await Run("cat", "-", new string('x', 1 << 20));
        Assert.Equal((1 << 20, false, 0), (cat.Output.Length, cat.WroteTooMuch, cat.ExitCode));
    }

    [Fact]
    public async Task A_child_that_nobody_ends_is_left_to_itself()
    {
        TestUser.NeedsLinux();
        var clock = Stopwatch.StartNew();

        // The grandchild has the pipes and its own session, and reads no input: neither the writing nor the reading would end.
        var error = await Assert.ThrowsAsync<EcrException>(() => HostProcess.RunAsync(
            HostProgram.Find("setsid", null, s_host)!, "-f sleep 12", new string('x', 1 << 20), null, s_host, TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken));

        Assert.Equal(EcrErrorReason.TimedOut, error.Reason);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_child_is_killed_at_its_deadline()
    {
        TestUser.NeedsLinux();
        var error = await Assert.ThrowsAsync<EcrException>(() => Run("sleep", "600", "", deadline: TimeSpan.FromMilliseconds(100)));
        Assert.Equal(EcrErrorReason.TimedOut, error.Reason);
    }

    [Fact]
    public async Task A_child_is_killed_when_cancelled()
    {
        TestUser.NeedsLinux();
        using var cancel = new CancellationTokenSource(100);
        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAsync<OperationCanceledException>(() => Run("sleep", "600", "", cancel: cancel));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_child_of_a_user_has_that_users_rights_and_environment()
    {
        TestUser.NeedsRoot();
        var user = TestUser.Daemon("/var/empty/daemon");
        Assert.Equal(string.Join(' ', user.Groups) + "\n", (await Run("id", "-G", "", user)).Output);
        Assert.Equal(user.Uid + "\n", (await Run("id", "-u", "", user)).Output);
        var variables = (await Run("env", "", "", user)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(variables, StringComparer.Ordinal);
        Assert.Equal(
            ["HOME=/var/empty/daemon", "HTTPS_PROXY=http://proxy:1", "LOGNAME=daemon", "PATH=" + HostProgram.DefaultPath, "USER=daemon"],
            variables);
    }

    [Theory]
    [InlineData("../bin/sh")]
    [InlineData("/bin/sh")]
    [InlineData("no-such-program-anywhere")]
    public void What_is_not_the_name_of_a_program_on_the_path_is_not_found(string name) => Assert.Null(HostProgram.Find(name, null, s_host));

    private static Task<HostProcess> Run(
        string name, string argument, string input, OsUser? user = null, TimeSpan? deadline = null, CancellationTokenSource? cancel = null) =>
        HostProcess.RunAsync(HostProgram.Find(name, user, s_host)!, argument, input, user, s_host, deadline ?? TimeSpan.FromSeconds(30), cancel?.Token ?? TestContext.Current.CancellationToken);
}
