using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>The helper among other users, beside a process that hangs, before a full disk and under somebody's eyes.</summary>
public sealed class HelperAttackTests
{
    private const string NotFound = "credentials not found in native keychain\n";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Two_users_of_a_host_never_share_a_token()
    {
        NeedsRoot();
        await using var host = await HelperHost.StartAsync();
        Open(host);
        string one = Home(host, 4321), other = Home(host, 4322);
        host.Variables["HOME"] = one;
        var first = HelperHost.Secret(host.Ask("get", host.Registry, As(4321)));
        Assert.Equal(first, HelperHost.Secret(host.Ask("get", host.Registry, As(4321))));
        var cache = Path.Combine(one, ".cache/ecrboot");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(cache));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(cache, "token.json", SearchOption.AllDirectories).Single()));
        host.Variables["HOME"] = other;
        var second = HelperHost.Secret(host.Ask("get", host.Registry, As(4322)));
        Assert.NotEqual(first, second);

        // Sent to the other's cache, closed or wide open, a user neither reads nor writes it.
        host.Variables["XDG_CACHE_HOME"] = Path.Combine(one, ".cache");
        Run("chmod", "-R", "777", one);
        var files = Directory.GetFileSystemEntries(cache, "*", SearchOption.AllDirectories);
        var third = HelperHost.Secret(host.Ask("get", host.Registry, As(4322)));
        Assert.Equal(3, new[] { first, second, third }.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(files, Directory.GetFileSystemEntries(cache, "*", SearchOption.AllDirectories));
        Assert.Equal(3, host.Sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task A_cache_that_its_user_may_not_open_is_none()
    {
        NeedsRoot();
        await using var host = await HelperHost.StartAsync();
        Open(host);
        host.Variables["HOME"] = Home(host, 4321);
        Assert.NotEmpty(HelperHost.Secret(host.Ask("get", host.Registry, As(4321))));
        Run("chmod", "0", Path.Combine(host.Variables["HOME"], ".cache/ecrboot"));
        Assert.NotEmpty(HelperHost.Secret(host.Ask("get", host.Registry, As(4321))));
        Assert.Equal(2, host.Sandbox.Requests.TokenCalls());
        var refused = host.Ask("store", Login(host), As(4321));
        Assert.Equal(1, refused.Code);
        Assert.Contains("Permission denied", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_never_lets_the_lock_go_is_named_as_the_cause()
    {
        await using var host = await HelperHost.StartAsync();
        HelperHost.Secret(host.Ask("get", host.Registry));
        var folder = Path.GetDirectoryName(host.Tokens.Single())!;
        File.Delete(host.Tokens.Single());
        using var holder = Process.Start("flock", ["--no-fork", folder, "sleep", "120"]);
        try
        {
            for (var clock = Stopwatch.StartNew(); IsFree(folder); await Task.Delay(20, TestContext.Current.CancellationToken))
                Assert.True(clock.Elapsed < Deadline, "The lock was not taken.");
            var asked = Stopwatch.StartNew();
            var answer = host.Ask("get", host.Registry);
            Assert.Equal((1, NotFound), (answer.Code, answer.Output));
            Assert.InRange(asked.Elapsed.TotalSeconds, 1, 15);
            Assert.Contains($"holds the lock on '{folder}'", answer.Errors, StringComparison.Ordinal);
        }
        finally
        {
            holder.Kill();
            await holder.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        HelperHost.Secret(host.Ask("get", host.Registry));
    }

    [Theory]
    [InlineData("exec \"$0\" \"$@\" >/dev/full")]
    [InlineData("exec \"$0\" \"$@\" >/dev/full 2>/dev/full")]
    public async Task Where_the_answer_cannot_be_written_it_fails_without_a_trace(string script)
    {
        await using var host = await HelperHost.StartAsync();
        var answer = host.Ask("get", host.Registry, "/bin/sh", "-c", script);
        Assert.Equal(1, answer.Code);
        Assert.Equal(script.Contains("2>", StringComparison.Ordinal) ? "" : "docker-credential-ecrboot: The answer could not be written to the standard output.\n", answer.Errors);
    }

    [Fact]
    public async Task On_a_full_disk_docker_gets_its_token_and_a_login_is_refused()
    {
        NeedsRoot();
        await using var host = await HelperHost.StartAsync();
        var disk = Directory.CreateDirectory(Path.Combine(host.Folder, "disk")).FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=64k", "none", disk);
        try
        {
            host.Variables["XDG_CACHE_HOME"] = disk;
            await File.WriteAllBytesAsync(Path.Combine(disk, "full"), new byte[64 << 10], TestContext.Current.CancellationToken);
            HelperHost.Secret(host.Ask("get", host.Registry));
            HelperHost.Secret(host.Ask("get", host.Registry));
            Assert.Equal(2, host.Sandbox.Requests.TokenCalls());
            var refused = host.Ask("store", Login(host));
            Assert.Equal(1, refused.Code);
            Assert.Contains("No space left on device", refused.Output, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(Path.Combine(disk, "ecrboot"), "*", SearchOption.AllDirectories));
            File.Delete(Path.Combine(disk, "full"));
            HelperHost.Secret(host.Ask("get", host.Registry));
            HelperHost.Secret(host.Ask("get", host.Registry));
            Assert.Equal(3, host.Sandbox.Requests.TokenCalls());
        }
        finally
        {
            Run("umount", disk);
        }
    }

    [Fact]
    public async Task The_secret_goes_to_docker_and_to_the_cache_and_nowhere_else()
    {
        await using var host = await HelperHost.StartAsync();
        var trace = Path.Combine(host.Folder, "trace");
        var secret = HelperHost.Secret(host.Ask("get", host.Registry, "strace", "-f", "-qq", "-y", "-s", "65536", "-e", "trace=execve,write,writev,pwrite64,sendto,sendmsg", "-o", trace));
        var lines = await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken);
        Assert.Single(lines, static line => line.Contains("execve(", StringComparison.Ordinal));
        var told = lines.Where(line => line.Contains(secret, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, told.Count);
        Assert.Matches(new Regex(@"write\(\d+</[^>]*/\.token\.json\.ecrboot-", RegexOptions.None, Deadline), told[0]);
        Assert.Matches(new Regex(@"write\(\d+<pipe:[^>]*>, ""\{\\""ServerURL", RegexOptions.None, Deadline), told[1]);
    }

    private static void NeedsRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can act as others and mount.");

    // A copy that everybody may run, wherever this repository lies.
    private static void Open(HelperHost host)
    {
        var program = Path.Combine(host.Folder, "docker-credential-ecrboot");
        File.Delete(program);
        File.Copy(NativeHost.Program, program);
        var authority = Path.Combine(host.Folder, "ca.pem");
        File.Copy(host.Sandbox.EnvironmentVariables()["AWS_CA_BUNDLE"], authority);
        host.Variables["AWS_CA_BUNDLE"] = authority;
        Run("chmod", "755", host.Folder, program, authority);
    }

    private static string Home(HelperHost host, int user)
    {
        var home = Directory.CreateDirectory(Path.Combine(host.Folder, $"home{user}")).FullName;
        Run("chown", $"{user}:{user}", home);
        return home;
    }

    private static string[] As(int user) => ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups"];

    private static string Login(HelperHost host) => $$"""{"ServerURL":"{{host.Registry}}","Username":"AWS","Secret":"any"}""";

    private static bool IsFree(string folder)
    {
        using var process = Process.Start("flock", ["--nonblock", folder, "true"]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static void Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
