using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>Get-EcrBootLog and Test-EcrBootLog.</summary>
public sealed class BootLogTests
{
    private const string Success = "WARNING! Your credentials are stored unencrypted in '/root/.docker/config.json'.\n\nLogin Succeeded\n";
    private const string NoPassword = "Error: Cannot perform an interactive login from a non TTY device\n";
    private const string Refused = "An error occurred (AccessDeniedException) when calling the GetAuthorizationToken operation: User: arn:aws:sts::123456789012:assumed-role/runner/i-0 is not authorized\n" + NoPassword;

    [Fact]
    public async Task A_log_of_this_boot_that_tells_of_a_login_is_true()
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run($"Test-EcrBootLog -Path {Log(host, Success)}");
        Assert.Empty(result.ErrorIds);
        Assert.Equal(true, Assert.Single(result.Output).BaseObject);
    }

    [Theory]
    [InlineData(Refused, "AccessDenied", "PermissionDenied")]
    [InlineData(NoPassword, "NoPassword", "AuthenticationError")]
    [InlineData("hello\n", "LogUnreadable", "ReadError")]
    public async Task What_is_not_a_success_is_false_and_an_error_names_the_cause(string text, string id, string category)
    {
        await using var host = await EcrHost.StartAsync();
        var log = Log(host, text);
        var result = host.Run($"Test-EcrBootLog -Path {log}");
        Assert.Equal(false, Assert.Single(result.Output).BaseObject);
        Assert.Equal([id], result.ErrorIds);
        var error = Assert.Single(result.Errors);
        Assert.Equal(category, error.CategoryInfo.Category.ToString());
        Assert.Equal(log, error.TargetObject);
        Assert.Null(result.Terminating);
    }

    [Fact]
    public async Task An_old_success_is_stale_and_a_missing_log_missing()
    {
        await using var host = await EcrHost.StartAsync();
        var log = Log(host, Success);
        File.SetLastWriteTimeUtc(log, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(["LogStale"], host.Run($"Test-EcrBootLog {log}").ErrorIds);
        Assert.Equal(["LogMissing"], host.Run("Test-EcrBootLog /nowhere/onboot").ErrorIds);
        Assert.Equal(["Stale", "Missing"], host.Run($"Get-EcrBootLog {log}; Get-EcrBootLog /nowhere/onboot").Property("Verdict").Select(static verdict => verdict!.ToString()));
    }

    [Fact]
    public async Task Get_gives_reason_remedy_and_the_line_that_decides()
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run($"[pscustomobject]@{{ Path = '{Log(host, Success + Refused)}' }} | Get-EcrBootLog");
        Assert.Empty(result.ErrorIds);
        var log = Assert.Single(result.Output);
        Assert.Equal("EcrBoot.EcrBootLog", log.BaseObject.GetType().FullName);
        Assert.Equal("AccessDenied", log.Properties["Reason"].Value);
        Assert.StartsWith("An error occurred (AccessDeniedException)", (string)log.Properties["Line"].Value, StringComparison.Ordinal);
        Assert.Contains("ecr:GetAuthorizationToken", (string)log.Properties["Remedy"].Value, StringComparison.Ordinal);
        Assert.Equal(true, Assert.Single(host.Run($"(Get-EcrBootLog {Log(host, Refused)}).Verdict -eq [EcrBoot.EcrBootVerdict]::Failed").Output).BaseObject);
    }

    [Fact]
    public async Task On_the_screen_the_reason_comes_first_within_80_columns()
    {
        await using var host = await EcrHost.StartAsync();
        using var screen = new StringWriter();
        using var shell = new HostedShell(screen);
        shell.Show($"Import-Module '{HostedShell.Manifest}'");
        Assert.True(shell.Show($"Get-EcrBootLog {Log(host, Refused)}"));
        var lines = Regex.Replace(screen.ToString(), "\u001B\\[[0-9;]*m", "").ReplaceLineEndings("\n").Split('\n').Where(static line => line.Trim().Length > 0).ToList();
        Assert.StartsWith("Verdict  : Failed AccessDenied: AWS refused the token", lines[0], StringComparison.Ordinal);
        Assert.All(lines, static line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData(Refused, "Failed AccessDenied")]
    [InlineData(Success, "Succeeded")]
    public async Task What_AWS_Systems_Manager_keeps_of_the_output_has_the_verdict_first_however_long_the_log(string text, string verdict)
    {
        await using var host = await EcrHost.StartAsync();
        using var screen = new StringWriter();
        using var shell = new HostedShell(screen);
        shell.Show($"Import-Module '{HostedShell.Manifest}'");
        var log = Log(host, string.Concat(Enumerable.Repeat("a line of somebody else's " + new string('x', 200) + "\n", 9000)) + new string('y', 200_000) + "\n" + text);
        Assert.InRange(new FileInfo(log).Length, 2_000_000, 3_000_000);
        Assert.True(shell.Show($"Get-EcrBootLog {log}"));

        // GetCommandInvocation gives the first 24,000 characters.
        var kept = Regex.Replace(screen.ToString(), "\u001B\\[[0-9;]*m", "").TrimStart();
        Assert.InRange(kept.Length, 1, 24_000);
        Assert.StartsWith("Verdict  : " + verdict, kept, StringComparison.Ordinal);
        Assert.Contains("Remedy   :", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_follows_until_it_is_decided()
    {
        await using var host = await EcrHost.StartAsync();
        var log = Log(host, "WARNING! Your credentials are stored unencrypted in '/root/.docker/config.json'.\n");
        var writing = Task.Run(async () =>
        {
            await Task.Delay(800);
            await File.AppendAllTextAsync(log, "Login Succeeded\n");
        });
        Assert.Equal(true, Assert.Single(host.Run($"Test-EcrBootLog {log} -Wait -TimeoutSec 30").Output).BaseObject);
        await writing;
    }

    [Fact]
    public async Task Wait_ends_at_the_deadline_with_the_verdict_of_then()
    {
        await using var host = await EcrHost.StartAsync();
        var watch = Stopwatch.StartNew();
        Assert.Equal(["LogMissing"], host.Run("Test-EcrBootLog /nowhere/onboot -Wait -TimeoutSec 1").ErrorIds);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Ctrl_c_ends_the_wait_at_once()
    {
        await using var host = await EcrHost.StartAsync();
        Assert.InRange(await host.Shell.InterruptAsync("Get-EcrBootLog /nowhere/onboot -Wait", Task.Delay(700)), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_number_that_is_no_account_id_is_refused()
    {
        await using var host = await EcrHost.StartAsync();
        Assert.Equal(["AccountIdTooShort"], host.Run("Get-EcrBootLog -Registry 12345678901").ErrorIds);
    }

    [Theory]
    [InlineData("", "False,LogMissing", "Missing")]
    [InlineData("verdict", "True,", "Succeeded")]
    [InlineData("verdict removed", "False,LoginRemoved", "Failed")]
    [InlineData("begun", "False,LoginKilled", "Failed")]
    public async Task Without_a_path_this_hosts_boot_is_judged(string state, string test, string verdict)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, for folders of the test's own in place of /run and /var/log.");
        await using var host = await EcrHost.StartAsync();
        var registry = EcrHost.Registry(1, "eu-central-1");
        var json = $"\"version\":1,\"program\":\"0.1.0\",\"bootId\":\"unknown\",\"begun\":\"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}\"";
        if (state.Length > 0)
            Put(host, "begun.json", "{" + json + ",\"logins\":[]}");
        if (state.StartsWith("verdict", StringComparison.Ordinal))
            Put(host, "verdict.json", "{" + json + $",\"verdict\":\"Succeeded\",\"logins\":[{{\"registry\":\"{registry}\",\"user\":\"root\",\"configPath\":\"{host.ConfigPath}\"}}]}}");
        host.Run($"Connect-EcrRegistry {(state.Contains("removed", StringComparison.Ordinal) ? EcrHost.Registry(2, "eu-central-1") : registry)}");
        var output = await SessionAsync(host, $"Import-Module '{HostedShell.Manifest}'\n$ok = Test-EcrBootLog -ErrorAction SilentlyContinue -ErrorVariable failed\n\"test=$ok,\" + \"$($failed.FullyQualifiedErrorId)\".Split(',')[0]\n\"verdict=\" + (Get-EcrBootLog).Verdict");
        Assert.Contains("test=" + test, output, StringComparison.Ordinal);
        Assert.Contains("verdict=" + verdict, output, StringComparison.Ordinal);
    }

    private static string Log(EcrHost host, string text)
    {
        var log = Path.Combine(host.Folder, "onboot");
        File.WriteAllText(log, text);
        return log;
    }

    private static void Put(EcrHost host, string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(host.Folder, "run"));
        File.WriteAllText(Path.Combine(host.Folder, "run", name), text);
    }

    // The cmdlets take no other root, so that no verdict can be made to lie. A process with mounts of its own sees other folders there.
    private static async Task<string> SessionAsync(EcrHost host, string script)
    {
        var file = Path.Combine(host.Folder, "session.ps1");
        await File.WriteAllTextAsync(file, script);
        const string mounts = "mount -t tmpfs none /run && mount -t tmpfs none /var/log && mkdir /run/ecrboot && if [ -d \"$1\" ]; then cp \"$1\"/* /run/ecrboot; fi && exec \"$2\" \"$3\"";
        var start = new ProcessStartInfo("unshare", ["-m", "--propagation", "private", "sh", "-c", mounts, "_", Path.Combine(host.Folder, "run"), Path.Combine(AppContext.BaseDirectory, "EcrBoot.Shell"), file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return await output + await errors;
    }
}
