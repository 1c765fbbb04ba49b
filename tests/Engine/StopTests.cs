using System;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine;

public sealed class StopTests
{
    [Theory]
    [InlineData(FaultTarget.Imds)]
    [InlineData(FaultTarget.EcrToken)]
    [InlineData(FaultTarget.Registry)]
    public async Task Ctrl_C_ends_it_within_a_second_and_leaves_nothing_half_written(FaultTarget where)
    {
        await using var host = await EcrHost.StartAsync();
        host.WriteConfig("{\n\t\"auths\": {}\n}");
        host.Run("Get-EcrLogin");
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.NoAnswer, Target = where });
        var target = Enum.Parse<RequestTarget>(where == FaultTarget.EcrToken ? "Ecr" : where.ToString());
        var took = await host.Shell.InterruptAsync("Connect-EcrRegistry", ReachedAsync(host, target));
        Assert.InRange(took.TotalSeconds, 0, 1);
        Assert.Equal("{\n\t\"auths\": {}\n}", await File.ReadAllTextAsync(host.ConfigPath, TestContext.Current.CancellationToken));
        Assert.Equal([host.ConfigPath], Directory.GetFiles(Path.GetDirectoryName(host.ConfigPath)!));
    }

    [Fact]
    public async Task Ctrl_C_while_a_helper_hangs_ends_the_helper_too()
    {
        await using var host = await EcrHost.StartAsync();
        var mark = Path.Combine(host.Folder, "pid");
        host.Install("docker-credential-hanging", $"echo $$ > '{mark}.new'; mv '{mark}.new' '{mark}'; exec sleep 600");
        host.WriteConfig("""{ "credsStore": "hanging" }""");
        using var watcher = new FileSystemWatcher(host.Folder, "pid");
        var started = new TaskCompletionSource();
        watcher.Renamed += (_, _) => started.TrySetResult();
        watcher.EnableRaisingEvents = true;
        var took = await host.Shell.InterruptAsync("Connect-EcrRegistry", started.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.InRange(took.TotalSeconds, 0, 1);
        var process = (await File.ReadAllTextAsync(mark, TestContext.Current.CancellationToken)).Trim();
        Assert.True(await Gone(process), "the helper goes on");
    }

    private static async Task ReachedAsync(EcrHost host, RequestTarget target)
    {
        for (var attempt = 0; host.Sandbox.Requests.For(target).Count == 0; attempt++)
        {
            Assert.True(attempt < 1000, $"No request reached {target}.");
            await Task.Delay(20);
        }
    }

    private static async Task<bool> Gone(string process)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (!Directory.Exists("/proc/" + process) || File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal))
                return true;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return false;
    }
}
