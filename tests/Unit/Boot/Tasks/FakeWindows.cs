using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Boot;

namespace EcrBoot.Unit.Boot.Tasks;

/// <summary>A Windows in a temporary folder: real files, and what schtasks and sc would do to tasks and services. tests/Windows has the real programs.</summary>
internal sealed partial class FakeWindows : IWindowsHost, IDisposable
{
    private readonly TestFolder _root = new();
    private readonly Dictionary<string, (uint Start, bool Delayed, string? Account)> _services = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _held = new(StringComparer.OrdinalIgnoreCase);

    public FakeWindows()
    {
        Folders = new WindowsFolders(_root.File("Program Files"), _root.File("ProgramData"), _root.File("System32"));
        Directory.CreateDirectory(_root.File("Program Files"));
        Directory.CreateDirectory(_root.File("ProgramData"));
        Directory.CreateDirectory(Folders.Tasks);
        _root.Write("module/native/win-x64/ecrboot.exe", "program");
        _root.Write("module/lib/desktop/EcrBoot.dll", "library");
        _root.Write("module/lib/core/any/EcrBoot.dll", "other library");
        _root.Write("module/EcrBoot.psd1", "@{}");
        _root.Write("System32/WindowsPowerShell/v1.0/powershell.exe", "");
    }

    public WindowsFolders Folders { get; }

    public string Module => _root.File("module");

    public bool IsElevated { get; set; } = true;

    /// <summary>What is wrong with every folder.</summary>
    public string? Doubted { get; set; }

    /// <summary>Services that may not be changed.</summary>
    public HashSet<string> Locked { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The commands that were run.</summary>
    public List<string> Ran { get; } = [];

    /// <summary>A service that may be opened, and whose change fails.</summary>
    public string? Broken { get; set; }

    public int Ends { get; private set; }

    public IReadOnlyDictionary<string, string> Held => new Dictionary<string, string>(_held, StringComparer.OrdinalIgnoreCase);

    public bool HasRegistry => _held.Count > 0 || Ends > 0;

    public string? Doubt(string folder) => Doubted;

    /// <summary>Makes or changes a service.</summary>
    public void SetService(string name, uint start, bool isDelayed = false, string? account = null) => _services[name] = (start, isDelayed, account);

    /// <summary>How a service starts: the number, and whether it is delayed.</summary>
    public (uint Start, bool Delayed) Service(string name) => (_services[name].Start, _services[name].Delayed);

    /// <summary>Makes a task as somebody else would.</summary>
    public void SetTask(string name, string xml) => _root.Write("System32/Tasks/" + name, xml);

    public IReadOnlyList<RunnerService> Services(IReadOnlyList<string> patterns) => _services
        .Where(pair => patterns.Any(pattern => RunnerServices.Fits(pair.Key, pattern))).OrderBy(static pair => pair.Key, StringComparer.Ordinal)
        .Select(static pair => new RunnerService(pair.Key, pair.Value.Start, pair.Value.Delayed, pair.Value.Account)).ToList();

    public string? Refusal(string service) => Locked.Contains(service) ? "Access is denied" : null;

    public void SetStart(string service, string start)
    {
        if (service == Broken)
            throw new EcrException(EcrErrorReason.HookFault, $"The service '{service}' cannot be changed: Access is denied.", "Correct that.");
        Ran.Add($"set {service} {start}");
        _services[service] = (start == "demand" ? 3u : 2u, start == "delayed-auto", _services[service].Account);
    }

    public void Hold(string service, string start) => _held[service] = start;

    public void TellEnd() => Ends++;

    public void ClearRegistry()
    {
        _held.Clear();
        Ends = 0;
    }

    public byte[]? Task(string name) => File.Exists(Path.Combine(Folders.Tasks, name)) ? File.ReadAllBytes(Path.Combine(Folders.Tasks, name)) : null;

    public Task RunAsync(string tool, string arguments, CancellationToken cancellation)
    {
        Ran.Add(tool + " " + arguments);
        if (tool == "schtasks.exe")
            Schedule(arguments);
        else
            throw new EcrException(EcrErrorReason.HookFault, $"'{tool} {arguments}' is not understood.", "Correct that.");
        return System.Threading.Tasks.Task.CompletedTask;
    }

    /// <summary>Every file but the module's, the system's own and the tasks.</summary>
    public IReadOnlyList<string> Files() => Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories).Where(path => !path.StartsWith(Module, StringComparison.Ordinal))
        .Select(path => path[(_root.Path.Length + 1)..]).Order(StringComparer.Ordinal).ToList();

    public void Dispose() => _root.Dispose();

    private void Schedule(string arguments)
    {
        var match = Scheduling().Match(arguments);
        if (!match.Success)
            throw new EcrException(EcrErrorReason.HookFault, $"schtasks does not understand: {arguments}", "Correct that.");
        var file = Path.Combine(Folders.Tasks, match.Groups["name"].Value);
        if (match.Groups["verb"].Value == "Delete")
        {
            File.Delete(file);
            return;
        }

        if (File.Exists(file) && !match.Groups["force"].Success)
            throw new EcrException(EcrErrorReason.HookFault, "The task is there already, and schtasks would ask.", "Correct that.");
        File.Copy(match.Groups["file"].Value, file, overwrite: true);
    }

    [GeneratedRegex("^/(?<verb>Create|Delete) /TN \"(?<name>[^\"]+)\"( /XML \"(?<file>[^\"]+)\")?(?<force> /F)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scheduling();
}
