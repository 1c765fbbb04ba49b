using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>The helper's cache through outages, kills, broken files and places where it may not be.</summary>
public sealed class HelperCacheTests
{
    [Fact]
    public async Task Killed_at_two_hundred_moments_the_cache_is_never_unreadable()
    {
        await using var host = await HelperHost.StartAsync();
        host.Variables["AWS_ACCESS_KEY_ID"] = host.Sandbox.UserKeys.AccessKeyId;
        host.Variables["AWS_SECRET_ACCESS_KEY"] = host.Sandbox.UserKeys.SecretAccessKey;
        host.Variables["AWS_ENDPOINT_URL"] = host.Sandbox.Endpoint.AbsoluteUri;
        var clock = Stopwatch.StartNew();
        HelperHost.Secret(host.Ask("get", host.Registry));
        var whole = clock.Elapsed;
        var kept = host.Tokens.Single();
        var written = 0;
        for (var moment = 0; moment < 200; moment++)
        {
            // Old enough to be renewed at once.
            var old = await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(kept, Aged(old, TimeSpan.FromHours(7)), TestContext.Current.CancellationToken);
            using (var process = host.Begin("get", Encoding.UTF8.GetBytes(host.Registry)))
            {
                await Task.Delay(whole * 1.2 * moment / 200, TestContext.Current.CancellationToken);
                process.Kill();
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            using var read = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken));
            written += read.RootElement.GetProperty("password").GetString() == Field(old, "password") ? 0 : 1;
            Assert.Empty(Directory.GetFiles(host.Cache, "*.broken", SearchOption.AllDirectories));
        }

        Assert.InRange(written, 1, 199); // some were killed before the writing, some after
        HelperHost.Secret(host.Ask("get", host.Registry));
        Assert.InRange(Directory.GetFiles(Path.GetDirectoryName(kept)!).Length, 1, 2);
    }

    [Fact]
    public async Task Through_an_outage_the_token_is_served_while_it_lives_and_then_the_cause()
    {
        var faketime = new[] { "/usr/bin/faketime", "/usr/local/bin/faketime" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(faketime is null, "faketime is not installed.");
        await using var host = await HelperHost.StartAsync();
        var first = HelperHost.Secret(host.Ask("get", host.Registry));
        host.Sandbox.Faults.Add(FaultKind.ServerError);

        // AWS's clock and the helper's go on together.
        (int Code, string Output, string Errors) At(int minutes)
        {
            host.Sandbox.Clock.Skew = TimeSpan.FromMinutes(minutes);
            return host.Ask("get", host.Registry, faketime!, "-f", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+{minutes}m"));
        }

        Assert.Equal(first, HelperHost.Secret(At(299)));
        host.Sandbox.Faults.Add(FaultKind.ServerError);
        foreach (var (minutes, words) in new[] { (300, ""), (420, "The token was not renewed; it is good until"), (710, "The token was not renewed; it is good until") })
        {
            var answer = At(minutes);
            Assert.Equal(first, HelperHost.Secret(answer));
            Assert.Contains(words, answer.Errors, StringComparison.Ordinal);
            Assert.Equal(words.Length > 0, answer.Errors.Length > 0);
        }

        foreach (var minutes in new[] { 717, 730, 779 })
        {
            var gone = At(minutes);
            Assert.Equal((1, "credentials not found in native keychain\n"), (gone.Code, gone.Output));
            Assert.Contains("answered ServerException", gone.Errors, StringComparison.Ordinal);
        }

        host.Sandbox.Faults.Clear();
        var second = HelperHost.Secret(At(780));
        Assert.NotEqual(first, second);
        host.Sandbox.Requests.Clear();
        Assert.Equal(second, HelperHost.Secret(At(800)));
        Assert.Equal(0, host.Sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task In_the_second_half_of_its_life_a_token_is_renewed_by_one_of_many()
    {
        await using var host = await HelperHost.StartAsync();
        var first = HelperHost.Secret(host.Ask("get", host.Registry));
        var kept = host.Tokens.Single();
        await File.WriteAllTextAsync(kept, Aged(await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken), TimeSpan.FromHours(7)), TestContext.Current.CancellationToken);
        var asked = Enumerable.Range(0, 100).Select(_ => host.Begin("get", Encoding.UTF8.GetBytes(host.Registry))).ToList();
        Assert.All(asked.ConvertAll(process => HelperHost.Secret(HelperHost.End(process))), secret => Assert.NotEmpty(secret));
        Assert.Equal(2, host.Sandbox.Requests.TokenCalls());
        Assert.NotEqual(first, HelperHost.Secret(host.Ask("get", host.Registry)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":\"1\"")]
    [InlineData("[1,2]")]
    [InlineData("\0\u0001\u0002")]
    [InlineData("{\"version\":\"9\",\"password\":\"x\"}")]
    public async Task A_broken_cache_is_set_aside_and_renewed(string content)
    {
        await using var host = await HelperHost.StartAsync();
        HelperHost.Secret(host.Ask("get", host.Registry));
        await File.WriteAllTextAsync(host.Tokens.Single(), content, TestContext.Current.CancellationToken);
        HelperHost.Secret(host.Ask("get", host.Registry));
        HelperHost.Secret(host.Ask("get", host.Registry));
        Assert.Equal(2, host.Sandbox.Requests.TokenCalls());
        Assert.Single(Directory.GetFiles(host.Cache, "token.json.broken", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("ECRBOOT_CACHE", "off")]
    [InlineData("AWS_ECR_DISABLE_CACHE", "1")]
    [InlineData("XDG_CACHE_HOME", "/proc/nowhere")]
    public async Task Without_a_place_for_it_every_question_is_a_call(string name, string value)
    {
        await using var host = await HelperHost.StartAsync();
        host.Variables[name] = value;
        HelperHost.Secret(host.Ask("get", host.Registry));
        HelperHost.Secret(host.Ask("get", host.Registry));
        Assert.Equal(2, host.Sandbox.Requests.TokenCalls());
        Assert.Empty(host.Tokens);
    }

    [Fact]
    public async Task Root_leaves_nothing_in_somebody_elses_home()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can be root.");
        await using var host = await HelperHost.StartAsync();
        var home = Directory.CreateDirectory(Path.Combine(host.Folder, "home")).FullName;
        using (var process = Process.Start("chown", ["4321:4321", home]))
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        host.Variables["HOME"] = home;
        HelperHost.Secret(host.Ask("get", host.Registry));
        Assert.Empty(Directory.GetFileSystemEntries(home));
    }

    // The same token as if it had been kept so long ago.
    private static string Aged(string json, TimeSpan by)
    {
        foreach (var name in new[] { "keptAt", "uptime" })
        {
            var value = Field(json, name);
            json = json.Replace($"\"{name}\": \"{value}\"", $"\"{name}\": \"{long.Parse(value, System.Globalization.CultureInfo.InvariantCulture) - (long)by.TotalSeconds}\"", StringComparison.Ordinal);
        }

        return json;
    }

    private static string Field(string json, string name) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty(name).GetString()!;
}
