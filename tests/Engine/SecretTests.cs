using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>Promise 5: the token is never in an argument list, an environment variable, a log or an exception.</summary>
public sealed class SecretTests
{
    private const string Loud = "$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; $InformationPreference = 'Continue'; ";

    public static TheoryData<string> Situations() =>
    [
        "Connect-EcrRegistry -Verbose -Debug; Get-EcrLogin -Verbose -Debug; Disconnect-EcrRegistry * -Verbose -Debug",
        "$x = Connect-EcrRegistry; \"$($x.PSObject.Properties.Value)\"; \"$Error\"",
        "#rejected\nConnect-EcrRegistry",
        "#denied\nConnect-EcrRegistry",
        "#helper\nConnect-EcrRegistry",
        "#echoing\nConnect-EcrRegistry; \"$Error\"",
        "#quoted\nConnect-EcrRegistry; \"$($Error.Exception.InnerException)\"",
        "#malformed\nConnect-EcrRegistry; Connect-EcrRegistry; Get-EcrLogin; \"$Error\"",
    ];

    [Theory, MemberData(nameof(Situations))]
    public async Task No_stream_and_no_exception_holds_the_token_or_its_password(string script)
    {
        await using var host = await EcrHost.StartAsync();
        var issued = new ConcurrentQueue<string>();
        host.Sandbox.Tokens.Watcher = issued.Enqueue;
        Prepare(host, script);
        var text = host.Run(Loud + script).Everything();
        if (issued.IsEmpty)
            host.Sandbox.Tokens.Issue("eu-central-1");
        foreach (var secret in Secrets(host, issued))
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_child_has_it_in_its_arguments_or_its_environment()
    {
        await using var host = await EcrHost.StartAsync();
        var issued = new ConcurrentQueue<string>();
        host.Sandbox.Tokens.Watcher = issued.Enqueue;

        // It stays long enough to be looked at.
        host.Install("docker-credential-slow", "cat > '" + host.Folder + "/stored'; touch '" + host.Folder + "/looking'; while [ ! -e '" + host.Folder + "/seen' ]; do sleep 0.02; done");
        host.WriteConfig("""{ "credsStore": "slow" }""");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var watch = Task.Run(() => Children(host.Folder, stop.Token), stop.Token);
        Assert.Empty(host.Run("Connect-EcrRegistry").ErrorIds);
        var seen = await watch;
        Assert.NotEmpty(seen);
        Assert.Contains(seen, static child => child.Contains("docker-credential-slow", StringComparison.Ordinal));
        foreach (var secret in Secrets(host, issued))
            Assert.All(seen, child => Assert.DoesNotContain(secret, child, StringComparison.Ordinal));
    }

    private static void Prepare(EcrHost host, string script)
    {
        if (script.StartsWith("#quoted", StringComparison.Ordinal))
        {
            // Amazon quotes the canonical request, session token and all, where a signature does not match.
            var keys = host.Sandbox.Role.CurrentKeys();
            host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.InvalidToken, Message = $"The Canonical String should have been 'x-amz-security-token:{keys.SessionToken}' with {keys.SecretAccessKey}" });
        }

        if (script.StartsWith("#rejected", StringComparison.Ordinal))
            host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.RegistryRejects });
        if (script.StartsWith("#denied", StringComparison.Ordinal))
            host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.AccessDenied });
        if (script.StartsWith("#helper", StringComparison.Ordinal) || script.StartsWith("#echoing", StringComparison.Ordinal))
        {
            // A helper that prints what it was given, as some do when they fail.
            host.Install("docker-credential-echo", $"tee '{host.Folder}/stored'; exit {(script.StartsWith("#echoing", StringComparison.Ordinal) ? 1 : 0)}");
            host.WriteConfig("""{ "credsStore": "echo" }""");
        }

        if (script.StartsWith("#malformed", StringComparison.Ordinal))
        {
            host.Run("Connect-EcrRegistry");
            File.AppendAllText(host.ConfigPath, "}");
        }
    }

    // Every form a token can take: as issued, its password, and what is inside that; a piece of each, for a message may cut it.
    private static IEnumerable<string> Secrets(EcrHost host, ConcurrentQueue<string> issued)
    {
        Assert.NotEmpty(issued);
        yield return host.Sandbox.Role.CurrentKeys().SecretAccessKey;
        yield return host.Sandbox.Role.CurrentKeys().SessionToken![..40];
        foreach (var token in issued)
        {
            var password = Decode(token)["AWS:".Length..];
            yield return token[40..100];
            yield return password[40..100];
            yield return Decode(password)[40..100];
        }
    }

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static List<string> Children(string folder, CancellationToken cancellation)
    {
        var seen = new List<string>();
        var looking = Path.Combine(folder, "looking");
        while (!cancellation.IsCancellationRequested)
        {
            var last = File.Exists(looking);
            foreach (var process in Process.GetProcesses().Where(static process => process.Id != Environment.ProcessId))
            {
                try
                {
                    if (ParentOf(process.Id) == Environment.ProcessId)
                        seen.Add(File.ReadAllText($"/proc/{process.Id}/cmdline") + File.ReadAllText($"/proc/{process.Id}/environ"));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It ended while we looked.
                }
            }

            if (last)
            {
                File.WriteAllText(Path.Combine(folder, "seen"), "");
                return seen;
            }
        }

        return seen;
    }

    private static int ParentOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
