using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using EcrBoot.Sandbox;

namespace EcrBoot.WindowsTests;

/// <summary>
/// A session of the real PowerShell engine in the prefix, each in a process of its own: the published module is imported, a script is run, and
/// what it wrote comes back.
/// </summary>
public sealed class EngineSession
{
    private readonly WinePrefix _prefix;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    /// <summary>Makes one, with a working folder of its own.</summary>
    public EngineSession(WinePrefix prefix)
    {
        _prefix = prefix;
        Folder = prefix.NewFolder();
    }

    /// <summary>The program that hosts the engine, as this host sees it.</summary>
    public static string Program { get; } = Path.Combine(OpenCopy.Of(Path.GetDirectoryName(Metadata("EngineHost"))!), Path.GetFileName(Metadata("EngineHost")));

    /// <summary>The folder of that program, as programs in the prefix see it. Put on the PATH, docker-credential-wincred is found in it.</summary>
    public static string ProgramFolder => WinePrefix.WindowsPath(Path.GetDirectoryName(Program)!);

    /// <summary>The manifest of the published module, as this host sees it.</summary>
    public static string Manifest { get; } = Path.Combine(OpenCopy.Of(Metadata("PublishedModule")), "EcrBoot.psd1");

    /// <summary>The session's folder, as this host sees it.</summary>
    public string Folder { get; }

    /// <summary>The session's folder, as Windows sees it.</summary>
    public string WindowsFolder => WinePrefix.WindowsPath(Folder);

    /// <summary>A file of the session's folder, as this host sees it.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Sets an environment variable of the scripts that follow.</summary>
    public EngineSession With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Lets the scripts that follow take the sandbox for AWS.</summary>
    public EngineSession With(AwsSandbox sandbox)
    {
        foreach (var (name, value) in SandboxVariables.Of(sandbox, Folder))
            _environment[name] = value;
        return this;
    }

    /// <summary>Imports the module and runs a script.</summary>
    public EngineResult Run(string script) => Start(script).Finish();

    /// <summary>The same without waiting for its end.</summary>
    public RunningScript Start(string script)
    {
        var name = Guid.NewGuid().ToString("N")[..8];
        var source = File(name + ".ps1");
        System.IO.File.WriteAllText(source, $"Import-Module '{WinePrefix.WindowsPath(Manifest)}'\n{script}\n");
        var result = File(name + ".json");
        string[] words = [WinePrefix.WindowsPath(Program), WinePrefix.WindowsPath(source), WinePrefix.WindowsPath(result)];
        return new RunningScript(_prefix.Start(words, _environment), result);
    }

    private static string Metadata(string key) =>
        typeof(EngineSession).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
