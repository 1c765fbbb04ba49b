using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using EcrBoot.Integration;
using Xunit;

namespace EcrBoot.WindowsTests;

/// <summary>
/// A Windows of this test run's own: one wine prefix, made when the first test asks for it. It belongs to an ordinary user, because root is
/// not stopped by read-only files. What is started in it is ended with it, and nothing else.
/// </summary>
public sealed class WinePrefix : IDisposable
{
    // An id without rights, whoever runs the tests.
    private const string OrdinaryUser = "65534";
    private static readonly TimeSpan s_bootLimit = TimeSpan.FromSeconds(120);
    private string? _folder;
    private int _count;

    /// <summary>A folder that programs in the prefix may write to, and that this test run reads: the home of its user.</summary>
    public string Folder => _folder ?? Make();

    /// <summary>Drive C.</summary>
    public string DriveC => Path.Combine(Folder, "prefix", "drive_c");

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>A path of this host as programs in the prefix see it.</summary>
    public static string WindowsPath(string path) => "Z:" + Path.GetFullPath(path).Replace('/', '\\');

    /// <summary>A path of drive C as this host sees it.</summary>
    public string HostPath(string path) => Path.Combine(DriveC, path["C:\\".Length..].Replace('\\', '/'));

    /// <summary>A new folder in <see cref="Folder"/> that programs in the prefix may write to.</summary>
    public string NewFolder() => MakeFolder(Path.Combine(Folder, $"work{++_count}"));

    /// <summary>Makes a folder, and those above it, that programs in the prefix may write to.</summary>
    public static string MakeFolder(string path)
    {
        var highest = path;
        for (var parent = Path.GetDirectoryName(path)!; !Directory.Exists(parent); parent = Path.GetDirectoryName(parent)!)
            highest = parent;
        if (Directory.Exists(path))
            return path;
        Directory.CreateDirectory(path);
        GiveAway(highest);
        return path;
    }

    /// <summary>Writes a file that programs in the prefix may change.</summary>
    public void Write(string path, string text)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        GiveAway(path);
    }

    /// <summary>Runs a Windows program to its end. Judge it by what it did: some of wine's own are stubs that exit with 0.</summary>
    /// <param name="program">A path as Windows has it, or the name of one of wine's own programs.</param>
    /// <param name="arguments">Its arguments.</param>
    public WineResult Run(string program, params string[] arguments) => Start([program, .. arguments]).Finish();

    /// <summary>Starts a Windows program and leaves it running.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="input">The file that is its standard input; nothing if null.</param>
    public WineProcess Start(string[] words, IReadOnlyDictionary<string, string>? environment = null, string? input = null) =>
        Launch(["wine64", .. words], "mshtml=", environment, input);

    /// <summary>Starts this Windows again, as a boot does: services set to start by themselves are started.</summary>
    public void Reboot()
    {
        StopServer();
        Launch(["wineboot"], "mshtml=").Finish(s_bootLimit);
    }

    /// <summary>Ends every program in the prefix.</summary>
    public void StopServer()
    {
        Launch(["wineserver", "-k"], "mshtml=").Finish();
        Launch(["wineserver", "-w"], "mshtml=").Finish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder is null)
            return;
        StopServer();
        Directory.Delete(_folder, recursive: true);
    }

    internal WineProcess Launch(string[] words, string overrides, IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        var output = Path.Combine(Folder, $"output{++_count}");

        // Files, for a pipe would be held open by the programs of Windows itself that the first one starts.
        string[] command = ["/bin/sh", "-c", "input=$1; shift; exec \"$@\" <\"$input\" >\"$0\" 2>\"$0.err\"", output, input ?? "/dev/null", .. words];
        if (IsRoot)
            command = ["setpriv", $"--reuid={OrdinaryUser}", $"--regid={OrdinaryUser}", "--clear-groups", "--", .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, WorkingDirectory = Folder };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/lib/wine:/usr/bin:/bin";
        start.Environment["HOME"] = Folder;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["WINEPREFIX"] = Path.Combine(Folder, "prefix");
        start.Environment["WINEARCH"] = "win64";
        start.Environment["WINEDEBUG"] = "-all";
        start.Environment["WINEDLLOVERRIDES"] = overrides;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        return new WineProcess(this, Process.Start(start)!, string.Join(' ', words), output);
    }

    private string Make()
    {
        if (!OperatingSystem.IsLinux() || !(File.Exists("/usr/lib/wine/wine64") && Part.FindAll("wineboot").Length > 0))
            throw Part.Missing("'wine64' and 'wine' are not installed.");
        _folder = Directory.CreateTempSubdirectory("ecrboot-wine-").FullName;
        GiveAway(_folder);
        foreach (var file in new[] { EngineSession.Program, EngineSession.Manifest })
        {
            if (Launch(["test", "-r", file], "").Finish().ExitCode != 0)
                throw Part.Missing($"User {OrdinaryUser}, as whom wine runs, cannot read '{file}'.");
        }

        // mscoree is left out for this first start only, or wine asks for Mono; with it left out .NET does not start.
        Launch(["wineboot", "-i"], "mscoree=;mshtml=").Finish(s_bootLimit);
        Launch(["wineserver", "-w"], "mshtml=").Finish(s_bootLimit);
        Launch(["wineserver", "-p60"], "mshtml=").Finish();
        Run("winecfg", "-v", "win10");

        // Without it a program that crashes exits with 0.
        Run("reg", "add", @"HKLM\Software\Microsoft\Windows NT\CurrentVersion\AeDebug", "/v", "Debugger", "/d", "false", "/f");
        Assert.True(File.Exists(Path.Combine(DriveC, "windows", "system32", "kernel32.dll")), "wine made no Windows.");
        return _folder;
    }

    private static void GiveAway(string path)
    {
        if (!IsRoot)
            return;
        using var chown = Process.Start("chown", ["-R", $"{OrdinaryUser}:{OrdinaryUser}", path]);
        chown.WaitForExit();
    }
}
