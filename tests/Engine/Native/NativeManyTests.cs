using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>A hundred registries of one region. How long they take is measured in <c>bench</c>.</summary>
public sealed class NativeManyTests
{
    private const int AtOnce = 50;
    private static readonly SandboxOptions s_hundred = new() { LoopbackRegistries = 100 };

    [Fact]
    public async Task A_hundred_registries_take_one_token_call_and_are_all_logged_in()
    {
        await using var host = await NativeHost.StartAsync(s_hundred);
        var (code, output, errors) = NativeHost.End(Begin(host));
        Assert.True(code == 0, output + errors);
        Assert.Equal(1, host.Sandbox.Requests.TokenCalls());
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(host.Config));
        Assert.Equal(host.Sandbox.RegistryHosts.Order(StringComparer.Ordinal), json.RootElement.GetProperty("auths").EnumerateObject().Select(static entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_more_than_fifty_registries_are_asked_at_once()
    {
        await using var host = await NativeHost.StartAsync(s_hundred);
        host.Sandbox.Faults.Add(FaultKind.NoAnswer, FaultTarget.Registry);
        using var process = Begin(host);
        try
        {
            var watch = Stopwatch.StartNew();
            while (host.Sandbox.Requests.For(RequestTarget.Registry).Count < AtOnce && watch.Elapsed < TimeSpan.FromSeconds(20))
                await Task.Delay(20);
            await Task.Delay(500);
            Assert.Equal(AtOnce, host.Sandbox.Requests.For(RequestTarget.Registry).Count);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static Process Begin(NativeHost host) => host.BeginLogin(["--timeout", "60", "--registry", .. host.Sandbox.RegistryHosts]);
}
