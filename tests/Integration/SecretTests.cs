using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>Nobody else on the host sees the token while a helper is storing it.</summary>
[Collection(nameof(AwsHost))]
public sealed class SecretTests(AwsHost host) : IDisposable
{
    /// <summary>Holds the helper until the test has looked; 30 s at most.</summary>
    private const string Held = """touch "$HOME/held"; i=0; while [ ! -e "$HOME/go" ] && [ $i -lt 600 ]; do sleep 0.05; i=$((i+1)); done""";

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task No_child_has_it_in_its_arguments_or_its_environment()
    {
        var home = _folder.Folder("home");
        ConfigFile.Write(home, """{"credsStore":"keep"}""");
        await ConnectWatched(home, "-Verbose -Debug", ("HOME", home));
    }

    [Fact]
    public async Task No_child_that_runs_as_another_user_has_it_either()
    {
        using var account = new TestAccount(_folder.File("home"));
        ConfigFile.Write(account.Home, """{"credsStore":"keep"}""");
        Tool.Output("chown", "-R", account.Name + ":", account.Home + "/.docker");
        await ConnectWatched(account.Home, "-User " + account.Name);
    }

    public void Dispose() => _folder.Dispose();

    private async Task ConnectWatched(string home, string parameters, params (string Name, string? Value)[] environment)
    {
        KeepingHelper.WriteTo(_folder.File("bin"), first: Held);
        var path = ("PATH", (string?)(_folder.File("bin") + ":" + Tool.SystemPath));
        var connecting = Task.Run(() => host.Connect(parameters, [path, .. environment]), TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => connecting.IsCompleted || File.Exists(Path.Combine(home, "held")), "the helper is called");
        var seen = ChildProcesses.Snapshot();
        await File.WriteAllTextAsync(Path.Combine(home, "go"), "", TestContext.Current.CancellationToken);
        var result = await connecting;

        Assert.Equal(["Login Succeeded"], result.Information);
        Assert.Contains(seen, text => text.Contains("docker-credential-keep store", StringComparison.Ordinal));
        Assert.Contains(seen, text => text.Contains("HOME=" + home, StringComparison.Ordinal));
        var kept = KeepingHelper.Kept(home);
        var secrets = Secrets(kept.Trim().Split(' ')[2]);
        Assert.Contains(secrets, piece => kept.Contains(piece, StringComparison.Ordinal)); // this is how it would be found
        var everything = string.Join('\n', seen) + result.Everything();
        Assert.DoesNotContain(secrets, piece => everything.Contains(piece, StringComparison.Ordinal));
    }

    /// <summary>The password and all that it is made of and made into, in pieces that no chance can repeat.</summary>
    private static List<string> Secrets(string password)
    {
        var decoded = Encoding.UTF8.GetString(Convert.FromBase64String(password));
        Assert.Contains("\"payload\"", decoded, StringComparison.Ordinal);
        return new[] { password, decoded, Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:" + password)) }
            .SelectMany(secret => Enumerable.Range(0, (secret.Length / 30) - 1).Select(i => secret.Substring(i * 30, 30))).ToList();
    }
}
