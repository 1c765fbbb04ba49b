using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Host;
using Xunit;
using static EcrBoot.Unit.Boot.BootFolder;

namespace EcrBoot.Unit.Boot;

/// <summary>The verdict on this boot, from what our own login leaves.</summary>
public sealed class BootJudgeTests : IDisposable
{
    private readonly BootFolder _host = new();

    public BootJudgeTests() => TestUser.NeedsLinux();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Nothing_there_is_missing() => await IsAsync(BootVerdict.Missing, EcrErrorReason.LogMissing);

    [Fact]
    public async Task A_login_of_this_boot_that_is_still_there_has_succeeded()
    {
        _host.End(_host.Report(One));
        _host.Store(Noon.AddHours(11.5), One);
        _host.Log(OwnLog(ThisBoot, $"Login Succeeded for {_host.User} at {One}, until 2026-11-22T23:30:00Z", "Verdict Succeeded"));
        var judgement = await IsAsync(BootVerdict.Succeeded, reason: null);
        Assert.Equal(("i-0123", "runner", ThisBoot), (judgement.InstanceId, judgement.Role, judgement.BootId));
        Assert.Equal("2026-11-22T11:30:00Z Verdict Succeeded", judgement.Line);
        Assert.Equal(One, Assert.Single(judgement.Logins).Registry);
    }

    [Fact]
    public async Task A_login_that_a_job_removed_has_failed_and_the_line_is_its_own()
    {
        _host.End(_host.Report(One, Two));
        _host.Store(Noon.AddHours(11.5), One);
        _host.Log(OwnLog(ThisBoot, $"Login Succeeded for {_host.User} at {Two}, until 2026-11-22T23:30:00Z", "Verdict Succeeded"));
        var judgement = await IsAsync(BootVerdict.Failed, EcrErrorReason.LoginRemoved);
        Assert.Contains(Two, judgement.Problem, StringComparison.Ordinal);
        Assert.Contains(Two, judgement.Line, StringComparison.Ordinal);
        Assert.Equal([null, "LoginRemoved"], judgement.Logins.Select(static login => login.Reason));
        Assert.Equal(BootVerdict.Succeeded, (await _host.JudgeAsync("123456789012")).Verdict);
    }

    [Fact]
    public async Task A_login_that_has_expired_has_failed()
    {
        _host.End(_host.Report(One));
        _host.Store(Noon.AddHours(11.5), One);
        (_host.Now, _host.Uptime) = (Noon.AddHours(13), TimeSpan.FromHours(14));
        await IsAsync(BootVerdict.Failed, EcrErrorReason.LoginExpired);
    }

    [Fact]
    public async Task An_older_login_put_back_in_its_place_has_expired()
    {
        _host.End(_host.Report(One));
        _host.Store(Noon.AddMinutes(-1), One);
        await IsAsync(BootVerdict.Failed, EcrErrorReason.LoginExpired);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    [InlineData(24 * 365)]
    public async Task A_jump_of_the_clock_changes_nothing(int hours)
    {
        _host.End(_host.Report(One));
        _host.Store(Noon.AddHours(11.5), One);
        _host.Now = Noon.AddHours(hours);
        await IsAsync(BootVerdict.Succeeded, reason: null);
    }

    [Fact]
    public async Task A_failed_login_has_awss_words()
    {
        var report = _host.Report(One);
        report.Logins[0].Reason = report.Reason = "AccessDenied";
        report.Logins[0].Problem = report.Problem = "AWS refused it: no.";
        report.Logins[0].Remedy = report.Remedy = "Allow it.";
        report.Verdict = BootReport.Failed;
        _host.End(report);
        _host.Store(Noon.AddHours(11.5), One);
        var judgement = await IsAsync(BootVerdict.Failed, EcrErrorReason.AccessDenied);
        Assert.Equal(("AWS refused it: no.", "Allow it."), (judgement.Problem, judgement.Remedy));
    }

    [Fact]
    public async Task Of_two_registries_the_one_asked_about_counts()
    {
        var report = _host.Report(One, Two);
        report.Logins[1].Reason = report.Reason = "RegistryRejected";
        report.Verdict = BootReport.Failed;
        _host.End(report);
        _host.Store(Noon.AddHours(11.5), One);
        Assert.Equal(BootVerdict.Succeeded, (await _host.JudgeAsync(One + "/app:1")).Verdict);
        Assert.Equal(EcrErrorReason.RegistryRejected, (await _host.JudgeAsync("*us-east-1*")).Reason);
        Assert.Equal(EcrErrorReason.RegistryRejected, (await _host.JudgeAsync()).Reason);
    }

    [Fact]
    public async Task A_registry_that_was_not_logged_in_to_has_failed()
    {
        _host.End(_host.Report(One));
        _host.Store(Noon.AddHours(11.5), One, Two);
        Assert.Equal((BootVerdict.Failed, EcrErrorReason.NotLoggedIn), Of(await _host.JudgeAsync(One, Two)));
    }

    [Fact]
    public async Task Begun_without_a_verdict_was_killed()
    {
        _host.Begin(_host.Report());
        _host.Log(OwnLog(ThisBoot, "Waiting: no network yet."));
        var judgement = await IsAsync(BootVerdict.Failed, EcrErrorReason.LoginKilled);
        Assert.EndsWith("Waiting: no network yet.", judgement.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_login_that_was_killed_is_not_saved_by_the_firsts_verdict()
    {
        _host.End(_host.Report(One));
        _host.Store(Noon.AddHours(11.5), One);
        var second = _host.Report();
        second.Begun = Noon;
        _host.Begin(second);
        await IsAsync(BootVerdict.Failed, EcrErrorReason.LoginKilled);
    }

    [Fact]
    public async Task While_the_lock_is_held_it_runs_whatever_else_is_there_and_the_lock_stays()
    {
        _host.End(_host.Report(One));
        using (RecordLock.TryTake(_host.Paths.Lock))
        {
            await IsAsync(BootVerdict.Running, EcrErrorReason.LoginRunning);
        }

        await IsAsync(BootVerdict.Failed, EcrErrorReason.LoginRemoved);
    }

    [Fact]
    public async Task Another_boots_report_is_stale_unless_its_folder_is_new_at_every_boot()
    {
        var report = _host.Report(One);
        report.BootId = OldBoot;
        _host.End(report);
        _host.Store(Noon.AddHours(11.5), One);
        await IsAsync(BootVerdict.Stale, EcrErrorReason.LogStale);
        _host.IsInMemory = true;
        await IsAsync(BootVerdict.Succeeded, reason: null);
    }

    [Fact]
    public async Task Another_boots_log_is_stale_whenever_it_was_written()
    {
        _host.Store(Noon.AddHours(11.5), One);
        _host.Log(OwnLog(OldBoot, $"Login Succeeded for {_host.User} at {One}, until 2026-11-22T23:30:00Z", "Verdict Succeeded"));
        await IsAsync(BootVerdict.Stale, EcrErrorReason.LogStale);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"version\":2}")]
    [InlineData("{\"version\":1,\"logins\":null}")]
    [InlineData("{\"version\":1,\"begun\":7}")]
    public async Task A_verdict_that_cannot_be_understood_is_unknown(string json)
    {
        _host.End(_host.Report(One));
        _host.Store(Noon.AddHours(11.5), One);
        File.WriteAllText(_host.Paths.Verdict, json);
        Assert.Equal((BootVerdict.Unknown, EcrErrorReason.LogUnreadable), Of(await _host.JudgeAsync()));
    }

    [Fact]
    public async Task What_cannot_be_read_is_unknown_and_never_missing()
    {
        _host.Write("var/log/x", "");
        Directory.CreateDirectory(_host.Paths.Log);
        await IsAsync(BootVerdict.Unknown, EcrErrorReason.LogUnreadable);
        Directory.Delete(_host.Paths.Log);
        Shell.Run("mkfifo", _host.Paths.Log);
        await IsAsync(BootVerdict.Unknown, EcrErrorReason.LogUnreadable);
        Directory.CreateDirectory(_host.Paths.RunFolder);
        Shell.Run("mkfifo", _host.Paths.Verdict);
        await IsAsync(BootVerdict.Unknown, EcrErrorReason.LogUnreadable);
    }

    [Fact]
    public async Task Another_users_login_is_unknown_to_all_but_root_and_him()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root sees every login.");
        _host.User = "root";
        _host.End(_host.Report(One));
        await IsAsync(BootVerdict.Unknown, EcrErrorReason.UserNotPermitted);
    }

    [Fact]
    public async Task Root_looks_with_the_users_own_rights()
    {
        TestUser.NeedsRoot();
        _host.User = "nobody";
        _host.End(_host.Report(One));
        _host.Store(Noon.AddHours(11.5), One);
        await IsAsync(BootVerdict.Failed, EcrErrorReason.ConfigNotWritable);
        File.SetUnixFileMode(_host.File(""), (UnixFileMode)493);
        await IsAsync(BootVerdict.Failed, EcrErrorReason.ConfigNotOwned);
    }

    [Theory]
    [InlineData("echo '{\"Username\":\"AWS\",\"Secret\":\"x\"}'", null)]
    [InlineData("echo 'credentials not found in native keychain'; exit 1", EcrErrorReason.LoginRemoved)]
    [InlineData("echo 'no credentials'; exit 1", EcrErrorReason.StoreRefused)]
    public async Task A_registry_that_a_helper_serves_counts_where_the_helper_answers(string script, EcrErrorReason? reason)
    {
        var helper = _host.Write("bin/docker-credential-ecrboot", "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(helper, (UnixFileMode)493);
        _host.Write("home/.docker/config.json", $"{{\"credHelpers\":{{\"{One}\":\"ecrboot\"}}}}");
        var report = _host.Report(One);
        report.Logins[0].ExpiresAt = null;
        _host.End(report);
        await IsAsync(reason is null ? BootVerdict.Succeeded : BootVerdict.Failed, reason);
    }

    [Fact]
    public async Task Our_log_alone_is_enough_where_the_run_folder_is_gone()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "The log names no configuration, so it would be the user's own.");
        _host.Log(OwnLog(ThisBoot, $"Login Succeeded for {_host.User} at {Two}, until 2026-11-22T23:30:00Z", "Verdict Succeeded"));
        await IsAsync(BootVerdict.Failed, EcrErrorReason.LoginRemoved);
        _host.Log(OwnLog(ThisBoot, "Failed AccessDenied for runner at the caller's own registry: AWS refused. It said no. Allow it.", "Verdict Failed AccessDenied: AWS refused. It said no. Allow it."));
        var judgement = await IsAsync(BootVerdict.Failed, EcrErrorReason.AccessDenied);
        Assert.Equal(("AWS refused. It said no.", "Allow it."), (judgement.Problem, judgement.Remedy));
        _host.Log(OwnLog(ThisBoot, "Waiting: for the clock."));
        await IsAsync(BootVerdict.Failed, EcrErrorReason.LoginKilled);
    }

    private async Task<BootJudgement> IsAsync(BootVerdict verdict, EcrErrorReason? reason)
    {
        var judgement = await _host.JudgeAsync();
        Assert.Equal((verdict, reason), Of(judgement));
        Assert.Equal(reason is null, judgement.Error is null);
        return judgement;
    }

    private static (BootVerdict Verdict, EcrErrorReason? Reason) Of(BootJudgement judgement) => (judgement.Verdict, judgement.Reason);
}
