using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>Packer builds that check an image's login, as <c>samples/packer</c> does. Their <c>/run</c> is a folder of the test's own.</summary>
public sealed class NativePackerTests
{
    private static readonly string s_program = $"{NativeHost.Program} test";
    private static readonly string s_pester = // quoted for HCL, and in it for the shell
        $"pwsh -NoProfile -NonInteractive -Command \\\"\\\\$ErrorActionPreference = 'Stop'; Import-Module Pester; Import-Module '{HostedShell.Manifest}'; Test-EcrBootLog | Should -BeTrue\\\"";

    [Fact]
    public async Task A_build_passes_after_a_login_that_succeeded_and_fails_after_one_that_did_not()
    {
        await using var host = await StartAsync();
        Assert.Equal(0, NativeHost.End(BeginLogin(host)).Code);
        var (code, output, errors) = Build(host, s_program);
        Assert.True(code == 0, output + errors);
        Assert.Contains("null.host: Succeeded\n", output, StringComparison.Ordinal);

        host.Sandbox.Faults.Add(FaultKind.RegistryRejects, FaultTarget.Registry);
        Assert.Equal(1, NativeHost.End(BeginLogin(host, "--timeout", "2")).Code);
        (code, output, _) = Build(host, s_program);
        Assert.Equal(1, code);
        Assert.Contains("null.host: Failed RegistryRejected: ", output, StringComparison.Ordinal);
        Assert.Contains("Some builds didn't complete successfully", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_fails_where_no_login_ever_ran()
    {
        await using var host = await StartAsync();
        var (code, output, _) = Build(host, $"{s_program} --log {host.Log}");
        Assert.Equal(1, code);
        Assert.Contains("null.host: Missing LogMissing: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_holds_with_pester()
    {
        Assert.SkipUnless(Find("pwsh") is not null && HasPester(), "Needs pwsh and Pester 5 or later.");
        await using var host = await StartAsync();
        Assert.Equal(0, NativeHost.End(BeginLogin(host)).Code);
        var (code, output, errors) = Build(host, s_pester);
        Assert.True(code == 0, output + errors);

        await File.WriteAllTextAsync(host.Config, "{}");
        (code, output, errors) = Build(host, s_pester);
        Assert.Equal(1, code);
        Assert.Contains("Test-EcrBootLog: ", output + errors, StringComparison.Ordinal);
        Assert.Contains("Some builds didn't complete successfully", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_is_a_template_that_packer_understands()
    {
        await using var host = await StartAsync();
        var sample = Path.Combine(Root(), "samples", "packer", "runner.pkr.hcl");
        var (code, output, errors) = NativeHost.End(BeginPacker(host, "validate", "-syntax-only", sample));
        Assert.True(code == 0, output + errors);

        // So that it does not pass whatever stands there.
        var broken = Path.Combine(host.Folder, "broken.pkr.hcl");
        await File.WriteAllTextAsync(broken, (await File.ReadAllTextAsync(sample)).Replace("build {", "build {{", StringComparison.Ordinal));
        Assert.Equal(1, NativeHost.End(BeginPacker(host, "validate", "-syntax-only", broken)).Code);
    }

    private static async Task<NativeHost> StartAsync()
    {
        Assert.SkipUnless(Find("packer") is not null, "Needs packer.");
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/unshare"), "Needs root and unshare, for a /run of its own.");
        var host = await NativeHost.StartAsync();
        host.Variables["HOME"] = Directory.CreateDirectory(Path.Combine(host.Folder, "home")).FullName;
        host.Variables["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        host.Variables["PSModulePath"] = Environment.GetEnvironmentVariable("HOME") + "/.local/share/powershell/Modules:/usr/local/share/powershell/Modules";

        // Packer would ask the internet for news of itself.
        host.Variables["CHECKPOINT_DISABLE"] = "1";
        host.Variables["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        return host;
    }

    private static (int Code, string Output, string Errors) Build(NativeHost host, string command)
    {
        var template = Path.Combine(host.Folder, "check.pkr.hcl");
        File.WriteAllText(template, $$"""
            source "null" "host" {
              communicator = "none"
            }

            build {
              sources = ["source.null.host"]

              provisioner "shell-local" {
                inline = ["{{command}}"]
              }
            }

            """);
        return NativeHost.End(BeginPacker(host, "build", "-color=false", template));
    }

    private static Process BeginLogin(NativeHost host, params string[] more) => BeginApart(
        host, [NativeHost.Program, "login", "--docker-config", Path.GetDirectoryName(host.Config)!, "--endpoint-url", host.Sandbox.Endpoint.AbsoluteUri, "--log", host.Log, .. more]);

    private static Process BeginPacker(NativeHost host, params string[] arguments) => BeginApart(host, [Find("packer")!, .. arguments]);

    private static Process BeginApart(NativeHost host, params string[] command)
    {
        var run = Directory.CreateDirectory(Path.Combine(host.Folder, "run")).FullName;
        return host.BeginUnder(["unshare", "-m", "--propagation", "private", "sh", "-c", $"mount --bind '{run}' /run && exec \"$@\"", "sh", .. command]);
    }

    private static bool HasPester()
    {
        using var process = Process.Start(new ProcessStartInfo(Find("pwsh")!, ["-NoProfile", "-NonInteractive", "-Command", "exit -not ((Get-Module Pester -ListAvailable).Version -ge '5.0')"]))!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string Root()
    {
        var folder = Path.GetDirectoryName(HostedShell.Manifest)!;
        while (!File.Exists(Path.Combine(folder, "EcrBoot.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
