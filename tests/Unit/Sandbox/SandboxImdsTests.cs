using System;
using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Unit.Sandbox;

public sealed class SandboxImdsTests
{
    private const string RolePath = "latest/meta-data/iam/security-credentials/";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Version_two_is_the_only_one()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using HttpClient http = new() { BaseAddress = sandbox.ImdsEndpoint };

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("latest/meta-data/instance-id", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PutAsync("latest/api/token", null, Token)).StatusCode);
        await OpenAsync(http);
        Assert.Equal("i-0123456789abcdef0", await http.GetStringAsync("latest/meta-data/instance-id", Token));
        Assert.Equal("eu-central-1", await http.GetStringAsync("2021-03-23/meta-data/placement/region", Token));
    }

    [Fact]
    public async Task The_keys_it_hands_out_are_the_keys_AWS_accepts()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using HttpClient http = new() { BaseAddress = sandbox.ImdsEndpoint };
        await OpenAsync(http);
        string role = await http.GetStringAsync(RolePath, Token);
        var answer = await SandboxClient.JsonAsync(await http.GetAsync(RolePath + role, Token));
        AwsKeys keys = new(answer.GetProperty("AccessKeyId").GetString()!, answer.GetProperty("SecretAccessKey").GetString()!,
            answer.GetProperty("Token").GetString(), null, "", "", "");

        using SandboxClient client = new(sandbox);
        Assert.Equal("runner", role);
        Assert.Equal("Success", answer.GetProperty("Code").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetEcrTokenAsync("eu-central-1", keys)).StatusCode);
    }

    [Fact]
    public async Task A_role_may_come_later_or_not_at_all()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync(new SandboxOptions { RoleName = null });
        using HttpClient http = new() { BaseAddress = sandbox.ImdsEndpoint };
        await OpenAsync(http);

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(RolePath, Token)).StatusCode);
        sandbox.Role.Name = "late";
        Assert.Equal("late", await http.GetStringAsync(RolePath, Token));

        sandbox.Faults.Add(new Fault { Kind = FaultKind.NoRole, Lasts = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(RolePath, Token)).StatusCode);
        await Task.Delay(400, Token);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(RolePath, Token)).StatusCode);
    }

    [Fact]
    public async Task Late_means_refused_and_then_there()
    {
        Fault late = new() { Kind = FaultKind.ImdsLate, Lasts = TimeSpan.FromSeconds(1) };
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync(new SandboxOptions { Faults = [late] });

        Assert.Equal(SocketError.ConnectionRefused, await ConnectAsync(sandbox.ImdsEndpoint, 500));
        Stopwatch watch = Stopwatch.StartNew();
        while (await ConnectAsync(sandbox.ImdsEndpoint, 500) != SocketError.Success && watch.Elapsed < TimeSpan.FromSeconds(10))
            await Task.Delay(50, Token);
        using HttpClient http = new() { BaseAddress = sandbox.ImdsEndpoint };
        await OpenAsync(http);
    }

    [Fact]
    public async Task Absent_means_that_no_connection_comes_about()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux drops what a full queue has no room for.");
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        using HttpClient http = new() { BaseAddress = sandbox.ImdsEndpoint };
        await OpenAsync(http);

        Fault absent = sandbox.Faults.Add(FaultKind.ImdsAbsent);
        Assert.Equal(SocketError.TimedOut, await ConnectAsync(sandbox.ImdsEndpoint, 300));
        Assert.Equal(SocketError.TimedOut, await ConnectAsync(sandbox.BlackHoleEndpoint, 300));
        Assert.Equal(SocketError.ConnectionRefused, await ConnectAsync(sandbox.RefusedEndpoint, 300));
        sandbox.Faults.Remove(absent);
        Assert.Equal(SocketError.Success, await ConnectAsync(sandbox.ImdsEndpoint, 1000));
    }

    [Fact]
    public async Task The_hop_limit_loses_the_answer_to_the_token_request_only()
    {
        await using AwsSandbox sandbox = await AwsSandbox.StartAsync();
        sandbox.Faults.Add(FaultKind.ImdsHopLimit);
        using HttpClient http = new() { BaseAddress = sandbox.ImdsEndpoint, Timeout = TimeSpan.FromMilliseconds(400) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OpenAsync(http));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(RolePath, Token)).StatusCode);
    }

    private static async Task OpenAsync(HttpClient http)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, "latest/api/token") { Headers = { { "X-aws-ec2-metadata-token-ttl-seconds", "60" } } };
        using HttpResponseMessage response = await http.SendAsync(request, Token);
        response.EnsureSuccessStatusCode();
        Assert.Equal("60", Assert.Single(response.Headers.GetValues("X-aws-ec2-metadata-token-ttl-seconds")));
        http.DefaultRequestHeaders.Add("X-aws-ec2-metadata-token", await response.Content.ReadAsStringAsync(Token));
    }

    private static async Task<SocketError> ConnectAsync(Uri endpoint, int milliseconds)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(milliseconds);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, patience.Token);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
        catch (OperationCanceledException)
        {
            return SocketError.TimedOut;
        }
    }
}
