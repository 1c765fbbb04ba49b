using System;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Boot;
using Xunit;
using static EcrBoot.Unit.Boot.BootFolder;

namespace EcrBoot.Unit.Boot;

/// <summary>The verdict on this boot where the old recipe made the log, and on a log by itself.</summary>
public sealed class ClassicJudgeTests : IDisposable
{
    private const string Success = "Login Succeeded\n", Refused = "An error occurred (AccessDeniedException) when calling the GetAuthorizationToken operation: no\nError: Cannot perform an interactive login from a non TTY device\n";
    private readonly BootFolder _host = new();

    public ClassicJudgeTests() => TestUser.NeedsLinux();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_success_counts_where_the_stored_login_was_issued_in_this_boot()
    {
        _host.Log(Success);
        _host.Store(Noon.AddHours(11.5), One);
        Assert.Equal(BootVerdict.Succeeded, (await _host.JudgeAsync(One)).Verdict);
    }

    [Theory]
    [InlineData(10.9)] // before process 1 began
    [InlineData(12.5)] // not yet
    public async Task A_stored_login_of_another_time_proves_nothing(double hours)
    {
        _host.Log(Success);
        _host.Store(Noon.AddHours(hours), One);
        Assert.Equal((BootVerdict.Unknown, EcrErrorReason.LoginUnproven), Of(await _host.JudgeAsync(One)));
    }

    [Fact]
    public async Task Each_registry_asked_about_needs_its_proof()
    {
        _host.Log(Success);
        _host.Store(Noon.AddHours(11.5), One);
        Assert.Equal((BootVerdict.Unknown, EcrErrorReason.LoginUnproven), Of(await _host.JudgeAsync(One, Two)));
    }

    [Fact]
    public async Task Proven_and_expired_has_failed()
    {
        _host.Log(Success);
        _host.Store(Noon.AddHours(11.5), One);
        (_host.Now, _host.Uptime) = (Noon.AddHours(13), TimeSpan.FromHours(14));
        Assert.Equal((BootVerdict.Failed, EcrErrorReason.LoginExpired), Of(await _host.JudgeAsync(One)));
    }

    [Theory]
    [InlineData(Success, -61)]
    [InlineData(Success, -60 * 24)]
    [InlineData(Success, 1)]
    [InlineData(Refused, -61)]
    [InlineData("hello", -61)]
    public async Task A_log_of_another_time_is_stale(string text, int minutes)
    {
        _host.Log(text, Noon.AddMinutes(minutes));
        _host.Store(Noon.AddHours(11.5), One);
        Assert.Equal((BootVerdict.Stale, EcrErrorReason.LogStale), Of(await _host.JudgeAsync(One)));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public async Task After_a_jump_of_the_clock_a_success_is_stale(int hours)
    {
        _host.Log(Success);
        _host.Store(Noon.AddHours(11.5), One);
        _host.Now = Noon.AddHours(hours);
        Assert.Equal((BootVerdict.Stale, EcrErrorReason.LogStale), Of(await _host.JudgeAsync(One)));
    }

    [Fact]
    public async Task A_failure_of_this_boot_has_its_reason()
    {
        _host.Log(Refused);
        var judgement = await _host.JudgeAsync();
        Assert.Equal((BootVerdict.Failed, EcrErrorReason.AccessDenied), Of(judgement));
        Assert.StartsWith("An error occurred (AccessDeniedException)", judgement.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_file_alone_the_text_and_the_time_count_and_no_login_is_looked_at()
    {
        _host.Log(Success);
        Assert.Equal((BootVerdict.Succeeded, null), Of(_host.JudgeFile(_host.Paths.Log)));
        Assert.Equal((BootVerdict.Unknown, EcrErrorReason.LoginUnproven), Of(_host.JudgeFile(_host.Paths.Log, One)));
        _host.Log(Success, Noon.AddDays(-1));
        Assert.Equal((BootVerdict.Stale, EcrErrorReason.LogStale), Of(_host.JudgeFile(_host.Paths.Log)));
        _host.Log(Refused, Noon.AddDays(-1));
        Assert.Equal((BootVerdict.Failed, EcrErrorReason.AccessDenied), Of(_host.JudgeFile(_host.Paths.Log)));
        Assert.Equal((BootVerdict.Missing, EcrErrorReason.LogMissing), Of(_host.JudgeFile(_host.File("nowhere"))));
        Assert.Equal((BootVerdict.Unknown, EcrErrorReason.LogUnreadable), Of(_host.JudgeFile(_host.File("var"))));
    }

    [Fact]
    public void Of_our_own_file_alone_the_boot_id_counts()
    {
        string[] made = [$"Login Succeeded for runner at {One}, until 2026-11-22T23:30:00Z", "Verdict Succeeded"];
        _host.Log(OwnLog(ThisBoot, made), Noon.AddDays(-1));
        Assert.Equal((BootVerdict.Succeeded, null), Of(_host.JudgeFile(_host.Paths.Log)));
        Assert.Equal((BootVerdict.Succeeded, null), Of(_host.JudgeFile(_host.Paths.Log, One)));
        Assert.Equal((BootVerdict.Failed, EcrErrorReason.NotLoggedIn), Of(_host.JudgeFile(_host.Paths.Log, Two)));
        _host.Log(OwnLog(OldBoot, made));
        Assert.Equal((BootVerdict.Stale, EcrErrorReason.LogStale), Of(_host.JudgeFile(_host.Paths.Log)));
        _host.Log(OwnLog(OldBoot, made) + OwnLog(ThisBoot, "Verdict Failed TimedOut: It took too long. Try again."));
        Assert.Equal((BootVerdict.Failed, EcrErrorReason.TimedOut), Of(_host.JudgeFile(_host.Paths.Log)));
        _host.Log(OwnLog(ThisBoot, "Waiting: for the network."));
        Assert.Equal((BootVerdict.Unknown, EcrErrorReason.LogUnreadable), Of(_host.JudgeFile(_host.Paths.Log)));
    }

    [Fact]
    public void A_log_too_long_to_be_read_whole_is_read_at_its_end_and_without_our_first_line_is_stale()
    {
        var line = "2026-11-22T11:29:30Z Waiting: for the network, which is a long story.\n";
        var noise = string.Concat(System.Linq.Enumerable.Repeat(line, 20_000));
        _host.Log(noise + Success);
        Assert.Equal(BootVerdict.Succeeded, _host.JudgeFile(_host.Paths.Log).Verdict);
        _host.Log(OwnLog(ThisBoot) + noise + "2026-11-22T11:30:00Z Verdict Succeeded\n");
        Assert.Equal((BootVerdict.Stale, EcrErrorReason.LogStale), Of(_host.JudgeFile(_host.Paths.Log)));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_tolerated()
    {
        _host.Log("");
        File.WriteAllBytes(_host.Paths.Log, [0xC3, 0x28, 0xFF, (byte)'\n', .. System.Text.Encoding.ASCII.GetBytes(Success), 0, 0]);
        File.SetLastWriteTimeUtc(_host.Paths.Log, Noon.AddMinutes(-1).UtcDateTime);
        Assert.Equal(BootVerdict.Succeeded, _host.JudgeFile(_host.Paths.Log).Verdict);
    }

    private static (BootVerdict Verdict, EcrErrorReason? Reason) Of(BootJudgement judgement) => (judgement.Verdict, judgement.Reason);
}
