using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>The published native program on a host that takes the sandbox for AWS.</summary>
internal sealed class NativeHost : IAsyncDisposable
{
    public static readonly string Program = Path.Combine(Path.GetDirectoryName(HostedShell.Manifest)!, "native", "linux-x64", "ecrboot");

    private NativeHost(AwsSandbox sandbox)
    {
        Sandbox = sandbox;
        Folder = Directory.CreateTempSubdirectory("ecrboot-native-").FullName;
    }

    public AwsSandbox Sandbox { get; }

    public string Folder { get; }

    public string Config => Path.Combine(Folder, "docker", "config.json");

    public string Log => Path.Combine(Folder, "onboot");

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public static async Task<NativeHost> StartAsync(SandboxOptions? options = null)
    {
        Assert.SkipUnless(File.Exists(Program), "The module was made without the native program.");
        return new NativeHost(await AwsSandbox.StartAsync(options));
    }

    /// <summary>Starts the program, in no one's environment but the sandbox's.</summary>
    public Process Begin(params string[] arguments) => BeginUnder([Program, .. arguments]);

    /// <summary>Starts a program that starts it.</summary>
    public Process BeginUnder(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        foreach (var (name, value) in Sandbox.EnvironmentVariables().Concat(Variables))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Begins a login to the sandbox's own registry.</summary>
    public Process BeginLogin(params string[] more) =>
        Begin(["login", "--docker-config", Path.GetDirectoryName(Config)!, "--endpoint-url", Sandbox.Endpoint.AbsoluteUri, .. more]);

    public static (int Code, string Output, string Errors) End(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        using (process)
            return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
