using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.WindowsTests.Program;

/// <summary>The published program for Windows, in the prefix, on a host that takes the sandbox for AWS.</summary>
internal sealed class ProgramHost : IAsyncDisposable
{
    private readonly WinePrefix _wine;

    private ProgramHost(WinePrefix wine, AwsSandbox sandbox)
    {
        _wine = wine;
        Sandbox = sandbox;
        Folder = wine.NewFolder();
        Environment = SandboxVariables.Of(sandbox, Folder);
    }

    /// <summary>The program, as this host sees it.</summary>
    public static string Program { get; } = Path.Combine(Path.GetDirectoryName(EngineSession.Manifest)!, "native", "win-x64", "ecrboot.exe");

    public AwsSandbox Sandbox { get; }

    /// <summary>A folder that the program may write to.</summary>
    public string Folder { get; }

    public Dictionary<string, string> Environment { get; }

    public string Config => Path.Combine(Folder, "docker", "config.json");

    /// <summary>The folder of log and verdict.</summary>
    public string DataFolder => _wine.HostPath(@"C:\ProgramData\EcrBoot");

    public static async Task<ProgramHost> StartAsync(WinePrefix wine)
    {
        Assert.SkipUnless(File.Exists(Program), "The module was made without the program for Windows.");
        _ = wine.Folder;
        return new ProgramHost(wine, await AwsSandbox.StartAsync());
    }

    public WineResult Run(params string[] arguments) => _wine.Start([WinePrefix.WindowsPath(Program), .. arguments], Environment).Finish();

    /// <summary>Asks a copy of it, under a name of its own, as docker asks a credential helper.</summary>
    public WineResult Ask(string name, string action, string input)
    {
        var program = Path.Combine(Folder, name);
        File.Copy(Program, program);
        File.WriteAllText(program + ".input", input);
        return _wine.Start([WinePrefix.WindowsPath(program), action], Environment, program + ".input").Finish();
    }

    public WineResult Login(params string[] more) => Run(["login", "--docker-config", WinePrefix.WindowsPath(Path.GetDirectoryName(Config)!), .. more]);

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        if (Directory.Exists(DataFolder))
            Directory.Delete(DataFolder, recursive: true);
    }
}
