using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Sandbox;
using EcrBoot.Token;
using Xunit;

namespace EcrBoot.Unit.Token;

public sealed class TokenSourceTests
{
    private static readonly TokenScope Frankfurt = new("eu-central-1");

    private static CancellationToken Deadline(int seconds = 20) => new CancellationTokenSource(TimeSpan.FromSeconds(seconds)).Token;

    [Fact]
    public async Task The_instances_role_gives_a_token_under_aws_own_names_through_the_proxy()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        using var source = new TokenSource(new AwsIdentity(), SandboxHost.Of(sandbox));
        Assert.Equal("eu-central-1", await source.RegionAsync(Deadline()));
        var token = await source.TokenAsync(Frankfurt, Deadline());
        Assert.Equal(("AWS", sandbox.RealRegistryHost), (token.UserName, token.RegistryHost));
        Assert.InRange(token.ExpiresAt - DateTimeOffset.UtcNow, TimeSpan.FromHours(11.9), TimeSpan.FromHours(12.1));
        Assert.InRange(token.ClockCorrection.TotalSeconds, -5, 5);
        Assert.Equal(1, sandbox.Requests.TokenCalls("eu-central-1"));
        Assert.Equal("api.ecr.eu-central-1.amazonaws.com", sandbox.Requests.For(RequestTarget.Ecr).Single().Host.Split(':')[0]);
        Assert.True(sandbox.Requests.For(RequestTarget.Imds).Count <= 4, "calls to the metadata service");
    }

    [Fact]
    public async Task Ecr_public_answers_with_an_object_and_without_an_endpoint()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        using var source = new TokenSource(new AwsIdentity(), SandboxHost.Of(sandbox));
        var token = await source.TokenAsync(new TokenScope("us-east-1", isPublic: true), Deadline());
        Assert.Null(token.RegistryHost);
        Assert.Equal(1, sandbox.Requests.PublicTokenCalls());
    }

    [Theory]
    [InlineData("cn-north-1", "api.ecr.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", "api.ecr.us-gov-west-1.amazonaws.com")]
    [InlineData("xx-future-9", "api.ecr.xx-future-9.amazonaws.com")]
    public async Task The_region_is_signed_for_whatever_the_environment_says(string region, string host)
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        using var source = new TokenSource(new AwsIdentity(), SandboxHost.Of(sandbox, ("AWS_REGION", "us-west-2")));
        await source.TokenAsync(new TokenScope(region), Deadline());
        Assert.Equal(host, sandbox.Requests.For(RequestTarget.Ecr).Single().Host.Split(':')[0]);
    }

    [Fact]
    public async Task With_an_endpoint_override_the_answer_names_a_loopback_registry()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        using var source = new TokenSource(new AwsIdentity { EndpointUrl = sandbox.Endpoint.AbsoluteUri }, SandboxHost.Of(sandbox));
        Assert.Equal(sandbox.RegistryHost, (await source.TokenAsync(Frankfurt, Deadline())).RegistryHost);
    }

    [Theory]
    [InlineData(-42)]
    [InlineData(42)]
    public async Task A_wrong_clock_is_corrected_from_aws_own_date(int minutes)
    {
        await using var sandbox = await AwsSandbox.StartAsync(new SandboxOptions { ClockSkew = TimeSpan.FromMinutes(minutes) });
        var keys = sandbox.UserKeys;
        var host = SandboxHost.Of(sandbox, ("AWS_ACCESS_KEY_ID", keys.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", keys.SecretAccessKey));
        using var source = new TokenSource(new AwsIdentity(), host);
        var token = await source.TokenAsync(Frankfurt, Deadline());
        Assert.InRange(token.ClockCorrection.TotalMinutes, minutes - 1, minutes + 1);
        Assert.Equal(2, sandbox.Requests.TokenCalls());
    }

    [Theory]
    [InlineData(-42)]
    [InlineData(42)]
    public async Task A_wrong_clock_is_corrected_by_the_metadata_services_date_before_aws_can_refuse(int minutes)
    {
        await using var sandbox = await AwsSandbox.StartAsync(new SandboxOptions { ClockSkew = TimeSpan.FromMinutes(minutes) });
        using var source = new TokenSource(new AwsIdentity(), SandboxHost.Of(sandbox));
        var token = await source.TokenAsync(Frankfurt, Deadline());
        Assert.InRange(token.ClockCorrection.TotalMinutes, minutes - 1, minutes + 1);
        Assert.Equal(1, sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task Where_the_metadata_services_date_is_wrong_too_aws_has_the_last_word()
    {
        await using var sandbox = await AwsSandbox.StartAsync(new SandboxOptions { MetadataClockSkew = TimeSpan.FromHours(1) });
        using var source = new TokenSource(new AwsIdentity(), SandboxHost.Of(sandbox));
        var token = await source.TokenAsync(Frankfurt, Deadline());
        Assert.InRange(token.ClockCorrection.TotalMinutes, -1, 1);
        Assert.Equal(2, sandbox.Requests.TokenCalls());
    }

    [Theory]
    [InlineData(FaultKind.NeverEnding, FaultTarget.EcrToken)]
    [InlineData(FaultKind.NoAnswer, FaultTarget.EcrToken)]
    [InlineData(FaultKind.NoAnswer, FaultTarget.Imds)]
    public async Task Cancelling_ends_a_call_that_hangs_within_a_second(FaultKind kind, FaultTarget target)
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        sandbox.Faults.Add(new Fault { Kind = kind, Target = target });
        using var source = new TokenSource(new AwsIdentity(), SandboxHost.Of(sandbox));
        using var cancel = new CancellationTokenSource();
        var call = source.TokenAsync(Frankfurt, cancel.Token);
        while (sandbox.Requests.For(target == FaultTarget.Imds ? RequestTarget.Imds : RequestTarget.Ecr).Count == 0)
            await Task.Delay(10, Deadline());
        var watch = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
    }

    [Fact]
    public async Task An_endpoint_that_refuses_is_named()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        using var source = new TokenSource(new AwsIdentity { EndpointUrl = sandbox.RefusedEndpoint.AbsoluteUri }, SandboxHost.Of(sandbox));
        var error = await Assert.ThrowsAsync<EcrException>(() => source.TokenAsync(Frankfurt, Deadline()));
        Assert.Equal(EcrErrorReason.EndpointUnreachable, error.Reason);
        Assert.Contains(sandbox.RefusedEndpoint.Authority, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_the_environment_come_before_the_instance()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var host = SandboxHost.Of(sandbox, ("AWS_ACCESS_KEY_ID", sandbox.UserKeys.AccessKeyId), ("AWS_SECRET_ACCESS_KEY", sandbox.UserKeys.SecretAccessKey));
        using var source = new TokenSource(new AwsIdentity(), host);
        await source.TokenAsync(Frankfurt, Deadline());
        Assert.Empty(sandbox.Requests.For(RequestTarget.Imds));
        Assert.Equal(sandbox.UserKeys.AccessKeyId, sandbox.Requests.For(RequestTarget.Ecr).Single().AccessKeyId);
    }

    [Fact]
    public async Task A_profile_that_is_not_there_is_named_with_those_that_are()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var file = System.IO.Path.GetTempFileName();
        await System.IO.File.WriteAllTextAsync(file, "[build]\naws_access_key_id = A\naws_secret_access_key = B\n", Deadline());
        using var source = new TokenSource(new AwsIdentity { ProfileName = "biuld", ProfileLocation = file }, SandboxHost.Of(sandbox));
        var error = await Assert.ThrowsAsync<EcrException>(() => source.TokenAsync(Frankfurt, Deadline()));
        Assert.Equal(EcrErrorReason.ProfileUnusable, error.Reason);
        Assert.Contains("build", error.Remedy, StringComparison.Ordinal);
    }
}
