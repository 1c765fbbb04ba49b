using System;
using System.IO;
using System.Runtime.InteropServices;
using EcrBoot.Sandbox;
using EcrBoot.Shell;

namespace EcrBoot.Bench;

/// <summary>A temporary folder with the modules to compare, a home without settings and the scripts of the sessions.</summary>
internal sealed class BenchFolder : IDisposable
{
    private int _scripts;
    private int _configs;

    public BenchFolder()
    {
        Path = Directory.CreateTempSubdirectory("ecrboot-bench-").FullName;
        Home = Directory.CreateDirectory(In("home")).FullName;

        Directory.CreateDirectory(In("Trivial"));
        TrivialModule = In("Trivial/Trivial.psd1");
        File.WriteAllText(TrivialModule, "@{ RootModule = 'Trivial.psm1'; ModuleVersion = '1.0.0'; FunctionsToExport = @('Get-Nothing'); CmdletsToExport = @(); AliasesToExport = @() }");
        File.WriteAllText(In("Trivial/Trivial.psm1"), "function Get-Nothing { }\n");

        Module = HostedShell.Manifest;
        ModuleNotCompiledAhead = In("jit/EcrBoot/EcrBoot.psd1");
        Copy(System.IO.Path.GetDirectoryName(Module)!, System.IO.Path.GetDirectoryName(ModuleNotCompiledAhead)!);
        var os = OperatingSystem.IsWindows() ? "win" : "linux";
        var ahead = In($"jit/EcrBoot/lib/core/{os}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");
        HasCodeCompiledAhead = Directory.Exists(ahead);
        if (HasCodeCompiledAhead)
            Directory.Delete(ahead, recursive: true);
    }

    public string Path { get; }

    /// <summary>The home of every program that is measured.</summary>
    public string Home { get; }

    /// <summary>A module of one empty function: what any import costs.</summary>
    public string TrivialModule { get; }

    /// <summary>The published module.</summary>
    public string Module { get; }

    /// <summary>The same module without its ReadyToRun code.</summary>
    public string ModuleNotCompiledAhead { get; }

    /// <summary>The native program of the published module; it need not exist.</summary>
    public string NativeProgram => System.IO.Path.Combine(
        System.IO.Path.GetDirectoryName(Module)!, "native", "linux-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(), "ecrboot");

    /// <summary>Whether the published module has ReadyToRun code for this platform.</summary>
    public bool HasCodeCompiledAhead { get; }

    /// <summary>Writes a script for one kind of session.</summary>
    public string Script(string text)
    {
        var path = In($"{++_scripts}.ps1");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A folder for a docker configuration that nobody has written yet.</summary>
    public string DockerConfig() => Directory.CreateDirectory(In($"docker/{++_configs}")).FullName;

    /// <summary>A folder with links to the Amazon and Starfield roots, as the boot hook makes it, and to the sandbox's authority.</summary>
    public string Roots(AwsSandbox sandbox)
    {
        var roots = In("roots");
        if (Directory.Exists(roots))
            return roots;
        Directory.CreateDirectory(roots);
        foreach (var pattern in new[] { "Amazon_Root_CA_*.pem", "Starfield_*.pem" })
        {
            foreach (var root in Directory.Exists("/etc/ssl/certs") ? Directory.EnumerateFiles("/etc/ssl/certs", pattern) : [])
                File.CreateSymbolicLink(System.IO.Path.Combine(roots, System.IO.Path.GetFileName(root)), root);
        }

        File.CreateSymbolicLink(System.IO.Path.Combine(roots, "sandbox.pem"), sandbox.CaBundlePath);
        return roots;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
