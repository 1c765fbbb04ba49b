using System;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using EcrBoot.Token;
using Xunit;

namespace EcrBoot.Unit.Token;

public sealed class PassingFaultTests
{
    private static readonly TokenScope Frankfurt = new("eu-central-1");

    private static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.ConnectionReset)]
    [InlineData(FaultKind.CutOffJson)]
    public async Task A_passing_fault_is_survived(FaultKind kind)
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        sandbox.Faults.Add(new Fault { Kind = kind, Target = FaultTarget.EcrToken, Times = 1 });
        using var source = new TokenSource(new AwsIdentity(), SandboxHost.Of(sandbox));
        Assert.Equal("AWS", (await source.TokenAsync(Frankfurt, Deadline())).UserName);
    }
}
