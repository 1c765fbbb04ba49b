using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace EcrBoot.WindowsTests;

/// <summary>A runner's service in the prefix, which starts by itself.</summary>
internal sealed class RunnerService : IDisposable
{
    private const string Key = @"HKLM\SYSTEM\CurrentControlSet\Services\";
    private readonly WinePrefix _wine;
    private readonly string _file;

    private RunnerService(WinePrefix wine, string name, string file)
    {
        _wine = wine;
        Name = name;
        _file = file;
    }

    public string Name { get; }

    /// <summary>When it was started.</summary>
    public IReadOnlyList<DateTime> Starts => File.Exists(_file)
        ? File.ReadAllLines(_file).Select(static line => DateTime.Parse(line, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)).ToList()
        : [];

    /// <summary>How it starts: 2 by itself, 3 by somebody.</summary>
    public string StartType
    {
        get
        {
            var line = _wine.Run("reg", "query", Key + Name, "/v", "Start").Output.Split('\n').First(static line => line.Contains("REG_DWORD", StringComparison.Ordinal));
            return line.Trim().Split("0x")[^1];
        }
    }

    /// <summary>Installs one as GitHub's installation does.</summary>
    public static RunnerService Install(WinePrefix wine, string name)
    {
        var file = Path.Combine(wine.NewFolder(), "starts");
        wine.Run("sc", "create", name, "binPath=", $"{WinePrefix.WindowsPath(EngineSession.Program)} runner {WinePrefix.WindowsPath(file)}", "start=", "auto");
        return new RunnerService(wine, name, file);
    }

    public void Dispose()
    {
        _wine.Run("sc", "stop", Name);
        _wine.Run("sc", "delete", Name);
    }
}
