using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

public sealed class OsUserTests
{
    [Fact]
    public void An_account_is_found_by_name()
    {
        TestUser.NeedsLinux();
        var user = OsUser.Find("daemon");
        Assert.Equal(Shell.Run("id", "-u", "daemon"), user.Uid.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(Shell.Run("id", "-G", "daemon"), string.Join(' ', user.Groups));
        Assert.Equal(Shell.Run("getent", "passwd", "daemon").Split(':')[5], user.Home);
    }

    [Theory]
    [InlineData("deamon", "Did you mean 'daemon'?")]
    [InlineData("Nobody", "Did you mean 'nobody'?")]
    [InlineData("no-such-user-at-all", "getent passwd")]
    [InlineData("", "getent passwd")]
    [InlineData("nobody\0", "nobody")]
    public void An_unknown_account_gets_a_suggestion(string name, string remedy)
    {
        TestUser.NeedsLinux();
        var error = Assert.Throws<EcrException>(() => OsUser.Find(name));
        Assert.Equal(EcrErrorReason.UserUnknown, error.Reason);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_for_nobody_in_particular_runs_on_the_calling_thread() =>
        Assert.Equal(Environment.CurrentManagedThreadId, UserThread.Run(null, () => Environment.CurrentManagedThreadId));

    [Fact]
    public void Work_for_a_user_has_that_users_rights_and_no_other_thread_has()
    {
        TestUser.NeedsRoot();
        var user = new OsUser("ours-alone", 54321, 54322, [54322, 54323], "/"); // a number that no other test uses at the same time

        var inside = UserThread.Run(user, () => (Status(), Own: Environment.CurrentManagedThreadId));

        Assert.Equal($"0 0 0 {user.Uid}", Ids(inside.Item1, "Uid:"));
        Assert.EndsWith($" {user.Gid}", Ids(inside.Item1, "Gid:"), StringComparison.Ordinal);
        Assert.Equal(string.Join(' ', user.Groups.Order()), Ids(inside.Item1, "Groups:"));
        Assert.NotEqual(Environment.CurrentManagedThreadId, inside.Own);
        Assert.Equal("0 0 0 0", Ids(Status(), "Uid:"));

        // On a busy machine the thread whose work is done may be there for a moment longer.
        Assert.True(SpinWait.SpinUntil(() => !IsAnyThread(user.Uid), TimeSpan.FromSeconds(10)));
    }

    private static bool IsAnyThread(uint uid) => Directory.GetDirectories("/proc/self/task")
        .Select(static task => File.Exists(task + "/status") ? File.ReadAllText(task + "/status") : "").Any(status => status.Length > 0 && Ids(status, "Uid:").Contains($" {uid}", StringComparison.Ordinal));

    [Fact]
    public void A_user_cannot_read_what_only_root_can()
    {
        TestUser.NeedsRoot();
        var error = Assert.Throws<EcrException>(() => UserThread.Run(OsUser.Find("daemon"), () => SafeFile.Read("/etc/shadow")));
        Assert.Equal(EcrErrorReason.ConfigNotWritable, error.Reason);
        Assert.Contains("Permission denied", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_of_the_work_arrives_as_it_was_thrown()
    {
        TestUser.NeedsRoot();
        var thrown = new InvalidOperationException("as it was");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => UserThread.Run<int>(OsUser.Find("daemon"), () => throw thrown)));
    }

    private static string Status() => File.ReadAllText("/proc/thread-self/status");

    private static string Ids(string status, string key) => string.Join(
        ' ',
        status.Split('\n').First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..]
            .Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries));
}
