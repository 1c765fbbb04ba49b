using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine.Native;

public sealed class NativeLoginTests
{
    [Fact]
    public async Task It_logs_in_and_says_so()
    {
        await using var host = await NativeHost.StartAsync();
        var (code, output, errors) = NativeHost.End(host.BeginLogin());
        Assert.True(code == 0, errors);
        Assert.StartsWith("Login Succeeded for ", output, StringComparison.Ordinal);
        Assert.Contains(host.Sandbox.RegistryHost, await File.ReadAllTextAsync(host.Config), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_logs_in_over_tls_under_aws_own_names()
    {
        await using var host = await NativeHost.StartAsync();
        var (code, output, errors) = NativeHost.End(host.Begin("login", "--docker-config", Path.GetDirectoryName(host.Config)!));
        Assert.True(code == 0, errors);
        Assert.Contains(host.Sandbox.RealRegistryHost, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metadata_service_that_comes_late_is_waited_for()
    {
        await using var host = await NativeHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ImdsLate, Lasts = TimeSpan.FromSeconds(2) });
        var watch = Stopwatch.StartNew();
        var (code, output, errors) = NativeHost.End(host.BeginLogin("--timeout", "20"));
        Assert.True(code == 0, errors);
        Assert.Contains("Waiting: ", output, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.5, 8);
    }

    [Theory]
    [InlineData(FaultKind.ImdsAbsent)]
    [InlineData(FaultKind.ImdsLate)]
    public async Task Without_a_metadata_service_it_fails_at_the_timeout(FaultKind kind)
    {
        await using var host = await NativeHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = kind });
        var watch = Stopwatch.StartNew();
        var (code, _, errors) = NativeHost.End(host.BeginLogin("--timeout", "4"));
        Assert.Equal(1, code);
        Assert.Contains("The instance metadata service", errors, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 3.5, 6);
    }

    [Fact]
    public async Task Terminated_it_ends_at_once_and_names_what_it_waited_for()
    {
        await using var host = await NativeHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ImdsLate });
        var process = host.BeginLogin();
        await process.StandardOutput.ReadLineAsync();
        var watch = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var (code, _, errors) = NativeHost.End(process);
        Assert.Equal(1, code);
        Assert.StartsWith("Failed Stopped for ", errors, StringComparison.Ordinal);
        Assert.Contains("The instance metadata service", errors, StringComparison.Ordinal);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1500);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(20)]
    [InlineData(25)]
    [InlineData(30)]
    [InlineData(40)]
    public async Task Killed_at_any_moment_it_leaves_a_whole_configuration(int milliseconds)
    {
        await using var host = await NativeHost.StartAsync();
        const string Before = """{"auths":{"other.example.com":{"auth":"dTpw"}},"HttpHeaders":{"X":"1"}}""";
        Directory.CreateDirectory(Path.GetDirectoryName(host.Config)!);
        await File.WriteAllTextAsync(host.Config, Before);
        for (var turn = 0; turn < 5; turn++)
        {
            using var process = host.BeginLogin();
            await Task.Delay(milliseconds + turn);
            process.Kill();
            await process.WaitForExitAsync();
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(host.Config));
            Assert.True(json.RootElement.GetProperty("auths").TryGetProperty("other.example.com", out _));
            Assert.Equal("1", json.RootElement.GetProperty("HttpHeaders").GetProperty("X").GetString());
        }

        Assert.Equal(0, NativeHost.End(host.BeginLogin()).Code);
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(host.Config)!)); // what the killed ones left is gone
    }
}
