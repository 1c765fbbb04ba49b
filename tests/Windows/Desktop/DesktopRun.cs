using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Integration;
using EcrBoot.Sandbox;

namespace EcrBoot.WindowsTests.Desktop;

/// <summary>
/// The published module's library for Windows PowerShell, logging in on a host that takes the sandbox for AWS: on Windows with .NET Framework, elsewhere
/// with Mono, which runs the same files but asks for no version of an assembly.
/// </summary>
internal sealed class DesktopRun : IAsyncDisposable
{
    private const string MonoFacade = "/usr/lib/mono/4.5/Facades/netstandard.dll";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private DesktopRun(AwsSandbox sandbox)
    {
        Sandbox = sandbox;
        Directory.CreateDirectory(Path.Combine(Module, "lib", "desktop"));
        foreach (var file in Directory.EnumerateFiles(TestParts.Module, "*.dll").Concat(Directory.EnumerateFiles(Path.Combine(TestParts.Module, "lib", "desktop"))))
            File.Copy(file, Path.Combine(Module, Path.GetRelativePath(TestParts.Module, file)));
        File.Copy(TestParts.DesktopHost, Program);
        Environment = new Dictionary<string, string>(sandbox.EnvironmentVariables(), StringComparer.Ordinal);
    }

    public AwsSandbox Sandbox { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("ecrboot-desktop-").FullName;

    public Dictionary<string, string> Environment { get; }

    private string Module => Path.Combine(Folder, "module");

    private string Program => Path.Combine(Module, "DesktopHost.exe");

    public string Config => Path.Combine(Folder, "docker", "config.json");

    public static async Task<DesktopRun> StartAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            Part.Require("mono");
            if (!File.Exists(MonoFacade))
                throw Part.Missing($"Mono has no '{MonoFacade}'; install mono-devel.");
        }

        // Mono knows no certificates with keys of an elliptic curve.
        return new DesktopRun(await AwsSandbox.StartAsync(new SandboxOptions { RsaCertificates = true }));
    }

    /// <summary>Logs in to the caller's own registry and gives everything that was said.</summary>
    /// <param name="before">What another module of the session has done before: <c>--tls NUMBER</c>, <c>--load FILE</c>.</param>
    public string Login(params string[] before)
    {
        string[] words = [Program, Path.GetDirectoryName(Config)!, .. before];
        if (!OperatingSystem.IsWindows())
            words = ["mono", .. words];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var name in new[] { "PATH", "SystemRoot", "TEMP", "USERPROFILE" })
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        }

        start.Environment["HOME"] = Folder;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
            process.Kill(entireProcessTree: true);
        return output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
