using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Sandbox;
using EcrBoot.Token;
using Xunit;

namespace EcrBoot.Unit.Token;

/// <summary>Tokens from the cache and from AWS: under whose key they come to lie, and how often AWS is asked.</summary>
public sealed class TokenKeeperTests : IDisposable
{
    private static readonly TokenScope Frankfurt = new("eu-central-1");
    private readonly TestFolder _folder = new();
    private readonly List<EcrException> _warnings = [];

    [Fact]
    public async Task One_keepers_token_is_the_next_ones()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var first = await GetAsync(sandbox);
        Assert.Equal(first, await GetAsync(sandbox));
        Assert.Equal(1, sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task Where_the_role_is_changed_between_the_two_questions_its_token_is_not_kept_as_the_other_roles()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var host = Host(sandbox);
        using var source = new TokenSource(new AwsIdentity(), host);
        var runner = await source.KeyAsync(Frankfurt, TestContext.Current.CancellationToken);
        var named = new TaskCompletionSource();
        sandbox.Requests.Watcher = request =>
        {
            if (request.Target != RequestTarget.Imds || !request.Path.EndsWith("/security-credentials/", StringComparison.Ordinal))
                return;
            sandbox.Role.Name = "deployer";
            named.TrySetResult();
        };
        Task<string> got;
        using (TokenCache.Open(user: null, host, out _)!.Lock(runner!, TimeSpan.Zero, TestContext.Current.CancellationToken))
        {
            got = GetAsync(sandbox);
            await named.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        }

        var deployer = await got;
        Assert.Empty(Tokens);

        sandbox.Requests.Watcher = null;
        sandbox.Role.Name = "runner";
        sandbox.Role.Renew();
        Assert.NotEqual(deployer, await GetAsync(sandbox));
        Assert.Single(Tokens);
    }

    [Fact]
    public async Task A_token_that_was_had_before_the_role_was_changed_is_not_kept_as_the_new_roles()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var host = Host(sandbox);
        using var source = new TokenSource(new AwsIdentity(), host);
        var runner = await source.TokenAsync(Frankfurt, TestContext.Current.CancellationToken);
        sandbox.Role.Name = "deployer";
        Assert.False(await Keeper(source, host).KeepAsync(Frankfurt, runner, TestContext.Current.CancellationToken));
        Assert.Empty(Tokens);
        sandbox.Role.Name = "runner";
        Assert.True(await Keeper(source, host).KeepAsync(Frankfurt, runner, TestContext.Current.CancellationToken));
        Assert.Single(Tokens);
    }

    [Fact]
    public async Task A_renewal_that_failed_is_told_once_and_tried_again_after_a_minute()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var first = await GetAsync(sandbox);
        var fault = sandbox.Faults.Add(FaultKind.AccessDenied);
        Assert.Equal(first, await GetAsync(sandbox, TimeSpan.FromHours(7)));
        Assert.Contains("was not renewed", Assert.Single(_warnings).Problem, StringComparison.Ordinal);
        Assert.Equal(first, await GetAsync(sandbox, TimeSpan.FromHours(7) + TimeSpan.FromSeconds(50)));
        Assert.Equal(2, sandbox.Requests.TokenCalls());
        sandbox.Faults.Remove(fault);
        Assert.NotEqual(first, await GetAsync(sandbox, TimeSpan.FromHours(7) + TimeSpan.FromSeconds(70)));
        Assert.Single(_warnings);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Tokens => Directory.GetFiles(_folder, "token.json", SearchOption.AllDirectories);

    private TokenKeeper Keeper(TokenSource source, HostEnvironment host) => new(source, TokenCache.Open(user: null, host, out _), host, _warnings.Add);

    // A keeper in a process of its own, so many hours from now.
    private async Task<string> GetAsync(AwsSandbox sandbox, TimeSpan later = default)
    {
        var host = Host(sandbox, later);
        using var source = new TokenSource(new AwsIdentity(), host);
        return (await Keeper(source, host).GetAsync(Frankfurt, TestContext.Current.CancellationToken)).Password;
    }

    private HostEnvironment Host(AwsSandbox sandbox, TimeSpan later = default) => new(
        sandbox.EnvironmentVariables().Append(new("XDG_CACHE_HOME", _folder)).ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal),
        () => DateTimeOffset.UtcNow + later);
}
