using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Engine.Native;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>Connect-, Disconnect- and Get-EcrLogin where the credential helper serves the registry, with the real helper on the PATH.</summary>
public sealed class HelperLoginTests
{
    private const string Registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

    [Fact]
    public async Task A_login_fills_the_cache_and_not_the_file()
    {
        await using var host = await StartAsync();
        var made = host.Run($"Connect-EcrRegistry {Registry}");
        Assert.Empty(made.ErrorIds);
        Assert.Equal(["ecrboot"], made.Property("Store"));
        Assert.DoesNotContain("auth\"", File.ReadAllText(host.ConfigPath), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(host.Folder, ".cache/ecrboot"), "token.json", SearchOption.AllDirectories));

        // Docker's question is answered without another call: the login has asked it once already.
        Assert.Equal(1, host.Sandbox.Requests.TokenCalls());
        Assert.Equal(["renewed"], host.Run("Get-EcrLogin").Property("ExpiresIn"));
    }

    [Fact]
    public async Task An_identity_that_is_named_wins_until_it_is_disconnected()
    {
        await using var host = await StartAsync();
        host.Run($"Connect-EcrRegistry {Registry}");
        var ambient = Ask(host);
        File.WriteAllText(Path.Combine(host.Folder, "credentials"), $"[b]\naws_access_key_id = {host.Sandbox.UserKeys.AccessKeyId}\naws_secret_access_key = {host.Sandbox.UserKeys.SecretAccessKey}\n");
        Assert.Empty(host.Run($"Connect-EcrRegistry {Registry} -ProfileName b -ProfileLocation {host.Folder}/credentials").ErrorIds);
        var named = Ask(host);
        Assert.NotEqual(ambient, named);
        Assert.Contains("11h", Assert.Single(host.Run("Get-EcrLogin").Property("ExpiresIn"))!.ToString(), StringComparison.Ordinal);
        Assert.Empty(host.Run($"Disconnect-EcrRegistry {Registry}").ErrorIds);
        Assert.Equal(ambient, Ask(host));
        Assert.Equal(["NotLoggedIn"], host.Run($"Disconnect-EcrRegistry {Registry}").ErrorIds);
    }

    [Fact]
    public async Task Without_a_cache_a_named_identity_is_refused_and_the_own_one_works()
    {
        await using var host = await StartAsync();
        host.Set("ECRBOOT_CACHE", "off");
        Assert.Empty(host.Run($"Connect-EcrRegistry {Registry}").ErrorIds);
        Assert.False(Directory.Exists(Path.Combine(host.Folder, ".cache/ecrboot")));
        File.WriteAllText(Path.Combine(host.Folder, "credentials"), $"[b]\naws_access_key_id = {host.Sandbox.UserKeys.AccessKeyId}\naws_secret_access_key = {host.Sandbox.UserKeys.SecretAccessKey}\n");
        var refused = host.Run($"Connect-EcrRegistry {Registry} -ProfileName b -ProfileLocation {host.Folder}/credentials");
        Assert.Equal(["StoreRefused"], refused.ErrorIds);
        Assert.Contains("ECRBOOT_CACHE=off", refused.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    private static string Ask(EcrHost host)
    {
        var start = new ProcessStartInfo(Path.Combine(host.Folder, "bin", "docker-credential-ecrboot"), "get") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.StandardInput.Write(Registry);
        process.StandardInput.Close();
        var (code, output, errors) = NativeHost.End(process);
        Assert.True(code == 0, errors);
        return output;
    }

    private static async Task<EcrHost> StartAsync()
    {
        Assert.SkipUnless(File.Exists(NativeHost.Program), "The module was made without the native program.");
        var host = await EcrHost.StartAsync();
        var bin = Directory.CreateDirectory(Path.Combine(host.Folder, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "docker-credential-ecrboot"), NativeHost.Program);
        host.Set("PATH", bin + ":" + Environment.GetEnvironmentVariable("PATH"));
        host.Set("XDG_CACHE_HOME", null);
        host.WriteConfig($$"""{ "credHelpers": { "{{Registry}}": "ecrboot" } }""");
        return host;
    }
}
