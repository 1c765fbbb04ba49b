using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;

namespace EcrBoot.WindowsTests;

/// <summary>
/// A task that schtasks has registered in the prefix, and what the Task Scheduler would do with it. Wine runs no tasks and keeps neither triggers nor actions: what
/// it was given is read from the hook's own file.
/// </summary>
internal sealed class InstalledTask(WinePrefix wine, string name)
{
    private static readonly XNamespace s_ns = "http://schemas.microsoft.com/windows/2004/02/mit/task";
    private XDocument? _xml;

    public bool Exists => File.Exists(FilePath);

    /// <summary>What wine has kept of it.</summary>
    public string Text => File.ReadAllText(FilePath);

    public string Command => Xml.Descendants(s_ns + "Command").Single().Value;

    public string Arguments => Xml.Descendants(s_ns + "Arguments").Single().Value;

    public bool StartsAtBoot => Xml.Descendants(s_ns + "BootTrigger").Any(static trigger => trigger.Element(s_ns + "Enabled")?.Value != "false");

    /// <summary>Where the Task Scheduler keeps it.</summary>
    public string FilePath => Path.Combine(wine.DriveC, "windows", "system32", "tasks", name);

    // Read once: what is registered does not go with the file.
    private XDocument Xml
    {
        get
        {
            if (_xml is not null)
                return _xml;
            var bytes = File.ReadAllBytes(wine.HostPath($@"C:\Program Files\EcrBoot\{name}.xml"));
            return _xml = XDocument.Parse((bytes is [0xFF, 0xFE, ..] ? Encoding.Unicode : Encoding.UTF8).GetString(bytes).TrimStart('\uFEFF'));
        }
    }

    /// <summary>Starts it as the Task Scheduler does.</summary>
    /// <param name="arguments">Its arguments, where they are to be others.</param>
    public WineProcess Start(string? arguments = null)
    {
        var line = Path.Combine(wine.NewFolder(), "line");
        wine.Write(line, arguments ?? Arguments);
        return wine.Start([WinePrefix.WindowsPath(EngineSession.Program), "command", Command, WinePrefix.WindowsPath(line)]);
    }
}
