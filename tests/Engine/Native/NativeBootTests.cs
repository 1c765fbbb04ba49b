using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>The program as a boot runs it, with a log. Its <c>/run</c> is a folder of the test's own.</summary>
public sealed class NativeBootTests
{
    private const int Waited = 100;

    [Fact]
    public async Task A_boot_leaves_its_log_and_its_verdict_and_no_lock()
    {
        await using var host = await NativeHost.StartAsync();
        var (code, output, errors) = NativeHost.End(BeginBoot(host));
        Assert.True(code == 0, output + errors);
        Assert.EndsWith("Verdict Succeeded\n", await File.ReadAllTextAsync(host.Log), StringComparison.Ordinal);
        Assert.Contains("\"verdict\":\"Succeeded\"", await File.ReadAllTextAsync(Run(host, "verdict.json")), StringComparison.Ordinal);
        Assert.False(IsLocked(host));

        Assert.Equal(0, NativeHost.End(BeginBoot(host)).Code);
        Assert.True(File.Exists(host.Log + ".1"));
    }

    [Fact]
    public async Task Killed_in_the_middle_it_has_begun_and_has_neither_verdict_nor_lock()
    {
        await using var host = await NativeHost.StartAsync();
        Assert.Equal(0, NativeHost.End(BeginBoot(host)).Code);
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.NoAnswer, Target = FaultTarget.EcrToken });
        using var process = BeginBoot(host);
        await UntilAsync(() => IsLocked(host) && !File.Exists(Run(host, "verdict.json")));
        process.Kill();
        await process.WaitForExitAsync();
        Assert.False(IsLocked(host));
        Assert.True(File.Exists(Run(host, "begun.json")));
        Assert.False(File.Exists(Run(host, "verdict.json")));
        Assert.DoesNotContain("Verdict", await File.ReadAllTextAsync(host.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminated_it_writes_its_verdict()
    {
        await using var host = await NativeHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.NoAnswer, Target = FaultTarget.EcrToken });
        var process = BeginBoot(host);
        await UntilAsync(() => IsLocked(host) && host.Sandbox.Requests.TokenCalls() > 0);
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.Equal(1, NativeHost.End(process).Code);
        Assert.Contains("Verdict Failed Stopped: ", await File.ReadAllTextAsync(host.Log), StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"Stopped\"", await File.ReadAllTextAsync(Run(host, "verdict.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_is_written_synced_renamed_and_synced_in_that_order()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "Needs strace.");
        await using var host = await NativeHost.StartAsync();
        var trace = Path.Combine(host.Folder, "trace");
        var (code, output, errors) = NativeHost.End(BeginBoot(host, $"strace -f -y -e trace=write,fsync,rename -o '{trace}'"));
        Assert.True(code == 0, output + errors);
        var docker = Path.GetDirectoryName(host.Config)!;
        var calls = (await File.ReadAllLinesAsync(trace)).Where(line => line.Contains(docker, StringComparison.Ordinal))
            .Select(static line => line.Split(' ', 2)[1].TrimStart().Split('(')[0]).ToList();
        Assert.Equal(["write", "fsync", "rename", "fsync"], calls);
    }

    private static string Run(NativeHost host, string name) => Path.Combine(host.Folder, "run", "ecrboot", name);

    private static Process BeginBoot(NativeHost host, string under = "")
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() && File.Exists("/usr/bin/unshare"), "Needs root and unshare, for a /run of its own.");
        var run = Directory.CreateDirectory(Path.Combine(host.Folder, "run")).FullName;
        return host.BeginUnder("unshare", "-m", "--propagation", "private", "sh", "-c", $"mount --bind '{run}' /run && exec {under} \"$@\"", "sh",
            NativeHost.Program, "login", "--docker-config", Path.GetDirectoryName(host.Config)!, "--endpoint-url", host.Sandbox.Endpoint.AbsoluteUri, "--log", host.Log);
    }

    // As any reader asks: F_GETLK for a lock that would stand in the way of reading.
    private static bool IsLocked(NativeHost host)
    {
        if (!File.Exists(Run(host, "lock")))
            return false;
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "Needs python3, whose fcntl is the system's.");
        const string Ask = "import fcntl,struct,sys;r=fcntl.fcntl(open(sys.argv[1]),fcntl.F_GETLK,struct.pack('hhqqi4x',fcntl.F_RDLCK,0,0,0,0));print(struct.unpack('hhqqi4x',r)[0]==fcntl.F_WRLCK)";
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Ask, Run(host, "lock")]) { RedirectStandardOutput = true })!;
        return python.StandardOutput.ReadToEnd().Trim() == "True";
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var turn = 0; turn < Waited; turn++)
        {
            if (condition())
                return;
            await Task.Delay(20);
        }

        Assert.Fail("It did not come to that.");
    }
}
