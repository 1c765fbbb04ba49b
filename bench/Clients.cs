using System;
using System.IO;
using System.Linq;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace EcrBoot.Bench;

/// <summary>The programs that are compared, where they are installed.</summary>
internal sealed class Clients
{
    private readonly ProgramRunner _programs;

    public Clients(ProgramRunner programs)
    {
        _programs = programs;
        Pwsh = programs.Find("pwsh");
        Aws = Behind(programs.Find("aws"));
        Docker = programs.Find("docker");
        Curl = programs.Find("curl");
    }

    /// <summary>The engine that <c>EcrBoot.Shell</c> hosts.</summary>
    public static string HostedEngine => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "EcrBoot.Shell.exe" : "EcrBoot.Shell");

    public string? Pwsh { get; }

    public string? Aws { get; }

    public string? Docker { get; }

    public string? Curl { get; }

    /// <summary>Says on what machine and with which versions the figures were made.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine($"Machine      {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        output.WriteLine($".NET         {Environment.Version}");
        output.WriteLine($"engine       hosted: {EngineIn(AppContext.BaseDirectory)}");
        output.WriteLine($"pwsh         {Version(Pwsh, "--version")}{(Pwsh is null ? "" : ", engine " + EngineIn(Path.GetDirectoryName(File.ResolveLinkTarget(Pwsh, returnFinalTarget: true)?.FullName ?? Pwsh)!))}");
        output.WriteLine($"aws          {Version(Aws, "--version")}");
        output.WriteLine($"docker       {Version(Docker, "--version")}");
        output.WriteLine($"curl         {Version(Curl, "--version")}");
        output.WriteLine($"Cost         {_programs.CostBy ?? "memory and processor time are not measured: there is no GNU time on PATH"}");
    }

    // What stands on PATH may be a version manager's script; its own cost is not the client's.
    private string? Behind(string? program)
    {
        if (program is null || Path.GetFileName(Path.GetDirectoryName(program)) != "shims" || _programs.Find("pyenv") is not { } manager)
            return program;
        var root = Path.GetDirectoryName(Path.GetDirectoryName(program))!;
        var found = _programs.Run("/usr/bin/env", [$"PYENV_ROOT={root}", manager, "which", Path.GetFileName(program)]);
        return found.ExitCode == 0 ? found.Output.Trim() : program;
    }

    private string Version(string? program, string argument) =>
        program is null ? "not installed" : _programs.Run(program, [argument]) is { ExitCode: 0 } run ? run.Output.Split('\n')[0].Trim() : "does not run";

    // A PowerShell whose engine was not compiled ahead starts more than twice as slowly, so the table has to say which one it is.
    private static string EngineIn(string folder)
    {
        const string Engine = "System.Management.Automation.dll";
        var package = Path.Combine(folder, "runtimes", OperatingSystem.IsWindows() ? "win" : "unix", "lib", "net10.0", Engine);
        var path = File.Exists(package) ? package : Path.Combine(folder, Engine);
        if (!File.Exists(path))
            return "(unknown)";
        using var file = new PEReader(File.OpenRead(path));
        var isAhead = file.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: > 0 };
        var version = System.Diagnostics.FileVersionInfo.GetVersionInfo(path).ProductVersion?.Split(' ', '+').First();
        return $"{version} ({(isAhead ? "compiled ahead, as PowerShell's releases are" : "not compiled ahead, unlike PowerShell's releases")})";
    }
}
