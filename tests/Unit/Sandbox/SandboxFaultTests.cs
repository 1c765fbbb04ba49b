using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Unit.Sandbox;

public sealed class SandboxFaultTests
{
    [Theory]
    [InlineData(FaultKind.Throttle, 400, "ThrottlingException")]
    [InlineData(FaultKind.ServerError, 500, "ServerException")]
    [InlineData(FaultKind.AccessDenied, 400, "AccessDeniedException")]
    [InlineData(FaultKind.ExpiredToken, 400, "ExpiredTokenException")]
    [InlineData(FaultKind.InvalidToken, 400, "UnrecognizedClientException")]
    [InlineData(FaultKind.SignatureExpired, 400, "InvalidSignatureException")]
    public async Task AWS_says_it_in_its_own_words(FaultKind kind, int status, string code)
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        sandbox.Faults.Add(kind);

        HttpResponseMessage response = await client.GetEcrTokenAsync("eu-central-1");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (await SandboxClient.JsonAsync(response)).GetProperty("__type").GetString());
    }

    [Fact]
    public async Task A_sentence_of_AWS_may_be_another_one()
    {
        const string words = "User: x is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no VPC endpoint policy allows the ecr:GetAuthorizationToken action";
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        sandbox.Faults.Add(new Fault { Kind = FaultKind.AccessDenied, Message = words });

        Assert.Equal(words, (await SandboxClient.JsonAsync(await client.GetEcrTokenAsync("eu-central-1"))).GetProperty("Message").GetString());
    }

    [Fact]
    public async Task A_fault_is_counted_and_kept_to_its_region()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        Fault fault = sandbox.Faults.Add(new Fault { Kind = FaultKind.Throttle, Region = "eu-west-1", Times = 2 });

        Assert.Equal(HttpStatusCode.OK, (await client.GetEcrTokenAsync("eu-central-1")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetEcrTokenAsync("eu-west-1")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetEcrTokenAsync("eu-west-1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetEcrTokenAsync("eu-west-1")).StatusCode);
        Assert.Equal(2, fault.Used);
        Assert.Equal(3, sandbox.Requests.TokenCalls("eu-west-1"));
    }

    [Theory]
    [InlineData(FaultKind.UntrustedCertificate)]
    [InlineData(FaultKind.ExpiredCertificate)]
    [InlineData(FaultKind.WrongNameCertificate)]
    public async Task A_certificate_may_be_wrong_for_one_host(FaultKind kind)
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        sandbox.Faults.Add(new Fault { Kind = kind, Host = "api.ecr.eu-central-1.amazonaws.com" });

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetEcrTokenAsync("eu-central-1"));
        Assert.IsType<AuthenticationException>(error.InnerException);
        Assert.Equal(HttpStatusCode.OK, (await client.GetEcrTokenAsync("eu-west-1")).StatusCode);
    }

    [Fact]
    public async Task A_reset_is_a_reset_through_the_proxy_too()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        sandbox.Faults.Add(FaultKind.ConnectionReset, FaultTarget.EcrToken, times: 1);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetEcrTokenAsync("eu-central-1"));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.GetBaseException()).SocketErrorCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetEcrTokenAsync("eu-central-1")).StatusCode);
    }

    [Fact]
    public async Task A_body_may_end_before_its_length()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        sandbox.Faults.Add(FaultKind.CutOffJson);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => client.GetEcrTokenAsync("eu-central-1"));
        Assert.IsAssignableFrom<IOException>(error.GetBaseException());
    }

    [Fact]
    public async Task A_held_request_ends_with_the_sandbox()
    {
        AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        sandbox.Faults.Add(FaultKind.NoAnswer, times: 1);
        sandbox.Faults.Add(FaultKind.NeverEnding);
        Task<Exception?> held = Record.ExceptionAsync(() => client.GetEcrTokenAsync("eu-central-1")).AsTask();
        Task<Exception?> dripping = Record.ExceptionAsync(() => client.GetEcrTokenAsync("eu-west-1")).AsTask();
        while (sandbox.Requests.TokenCalls() < 2)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        Stopwatch watch = Stopwatch.StartNew();
        await sandbox.DisposeAsync();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed}.");
        Assert.NotNull(await held);
        Assert.NotNull(await dripping);
        Assert.False(Path.Exists(sandbox.CaBundlePath));
    }

    [Fact]
    public async Task The_proxy_lets_AWS_names_through_and_no_others()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("https://amazonaws.com.fake.example.com/"));
        Assert.Equal(403, Assert.Single(sandbox.Requests.For(RequestTarget.Proxy)).Status);
    }

    [Fact]
    public async Task What_was_seen_holds_no_secret()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using SandboxClient client = new(sandbox);
        await client.GetEcrTokenAsync("eu-central-1", sandbox.Role.CurrentKeys());

        SandboxRequest seen = Assert.Single(sandbox.Requests.For(RequestTarget.Ecr));
        Assert.Equal((sandbox.Role.CurrentKeys().AccessKeyId, 200, "eu-central-1"), (seen.AccessKeyId, seen.Status, seen.Region));
        Assert.DoesNotContain(sandbox.Role.CurrentKeys().SecretAccessKey, sandbox.Role.CurrentKeys().ToString(), StringComparison.Ordinal);
    }
}
