using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary><c>ecrboot test</c> after <c>ecrboot login</c>, as one boot runs them. Its <c>/run</c> is a folder of the test's own.</summary>
public sealed class NativeTestTests
{
    [Fact]
    public async Task After_a_login_it_exits_with_0_until_the_login_is_gone()
    {
        await using var host = await NativeHost.StartAsync();
        Assert.Equal(0, NativeHost.End(BeginLogin(host)).Code);
        var (code, output, errors) = NativeHost.End(Begin(host, "test", "--wait", "--timeout", "20"));
        Assert.True(code == 0, output + errors);
        Assert.StartsWith("Succeeded\n", output, StringComparison.Ordinal);
        Assert.EndsWith(" Verdict Succeeded\n", output, StringComparison.Ordinal);

        Assert.Equal(1, NativeHost.End(Begin(host, "test", "--registry", "000000000009.dkr.ecr.eu-west-1.amazonaws.com")).Code);
        await File.WriteAllTextAsync(host.Config, "{}");
        (code, output, _) = NativeHost.End(Begin(host, "test"));
        Assert.Equal(1, code);
        Assert.StartsWith("Failed LoginRemoved: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_line_with_verdict_instance_and_reason_first()
    {
        await using var host = await NativeHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.NoAnswer, Target = FaultTarget.EcrToken });
        Assert.Equal(1, NativeHost.End(BeginLogin(host, "--timeout", "3")).Code);
        var (code, output, errors) = NativeHost.End(Begin(host, "test", "--json"));
        Assert.True(code == 1, output + errors);
        Assert.Single(output.TrimEnd('\n').Split('\n'));
        Assert.Matches("^{\"verdict\":\"Failed\",\"instanceId\":(null|\"[^\"]*\"),\"reason\":\"TimedOut\",", output);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(host.Log, json.RootElement.GetProperty("log").GetString());
        Assert.Contains(" Failed TimedOut", json.RootElement.GetProperty("line").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_login_runs_it_says_so_and_where_nothing_ran_too()
    {
        await using var host = await NativeHost.StartAsync();
        Assert.StartsWith("Missing LogMissing: ", NativeHost.End(Begin(host, "test", "--log", host.Log)).Output, StringComparison.Ordinal);
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.NoAnswer, Target = FaultTarget.EcrToken });
        using var login = BeginLogin(host, "--timeout", "30");
        var output = "";
        for (var turn = 0; turn < 50 && !output.StartsWith("Running", StringComparison.Ordinal); turn++)
        {
            await Task.Delay(100);
            output = NativeHost.End(Begin(host, "test", "--log", host.Log)).Output;
        }

        login.Kill();
        await login.WaitForExitAsync();
        Assert.StartsWith("Running LoginRunning: ", output, StringComparison.Ordinal);
        Assert.StartsWith("Failed LoginKilled: ", NativeHost.End(Begin(host, "test", "--log", host.Log)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test --jsno", "did you mean '--json'?")]
    [InlineData("test --log onboot", "--log needs a path from the root")]
    [InlineData("test --timeout 0", "whole seconds from 1")]
    [InlineData("test --registry 123", "3 digits, not 12")]
    [InlineData("test onboot", "test takes no 'onboot'")]
    [InlineData("test --json=1", "--json takes no value")]
    public async Task A_command_line_that_is_not_understood_exits_with_2(string arguments, string words)
    {
        await using var host = await NativeHost.StartAsync();
        var (code, output, errors) = NativeHost.End(host.Begin(arguments.Split(' ')));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(words, errors, StringComparison.Ordinal);
    }

    private static Process BeginLogin(NativeHost host, params string[] more) => Begin(
        host, ["login", "--docker-config", Path.GetDirectoryName(host.Config)!, "--endpoint-url", host.Sandbox.Endpoint.AbsoluteUri, "--log", host.Log, .. more]);

    private static Process Begin(NativeHost host, params string[] arguments)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() && File.Exists("/usr/bin/unshare"), "Needs root and unshare, for a /run of its own.");
        var run = Directory.CreateDirectory(Path.Combine(host.Folder, "run")).FullName;
        return host.BeginUnder(["unshare", "-m", "--propagation", "private", "sh", "-c", $"mount --bind '{run}' /run && exec \"$@\"", "sh", NativeHost.Program, .. arguments]);
    }
}
