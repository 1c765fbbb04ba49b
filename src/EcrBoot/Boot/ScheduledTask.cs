using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace EcrBoot.Boot;

/// <summary>One task of ours for the Task Scheduler, which runs as SYSTEM and is hidden ([MS-TSCH] 2.5: XML Task Definition Format).</summary>
internal sealed class ScheduledTask
{
    /// <summary>Says in a task that it is ours.</summary>
    public const string Source = "Install-EcrBootHook";

    /// <summary>The namespace of the format.</summary>
    public static readonly XNamespace Namespace = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    private const string System = "S-1-5-18";
    private const int Restarts = 3;
    private static readonly TimeSpan s_restartAfter = TimeSpan.FromMinutes(1); // the least that is allowed

    /// <summary>Names a task.</summary>
    public ScheduledTask(string name, string description, string program, string arguments, TimeSpan limit)
    {
        Name = name;
        Description = description;
        Program = program;
        Arguments = arguments;
        Limit = limit;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it is for, for whoever finds it.</summary>
    public string Description { get; }

    /// <summary>The full path of what it runs.</summary>
    public string Program { get; }

    /// <summary>The command line after that.</summary>
    public string Arguments { get; }

    /// <summary>How long a run may take before it is ended.</summary>
    public TimeSpan Limit { get; }

    /// <summary>How often it runs; null for once, when the system starts.</summary>
    public TimeSpan? Every { get; set; }

    /// <summary>The longest random delay of a run that is repeated.</summary>
    public TimeSpan Spread { get; set; }

    /// <summary>The task as XML. The order of the elements is the schema's; what is the default there is left out, except where a reader would ask.</summary>
    public XDocument ToXml() => new(
        new XDeclaration("1.0", "UTF-16", standalone: null),
        Of(
            "Task",
            new XAttribute("version", "1.2"),
            Of("RegistrationInfo", Of("Source", Source), Of("Author", "EcrBoot"), Of("Description", Description)),
            Of("Triggers", Trigger()),
            Of("Principals", Of("Principal", new XAttribute("id", "Author"), Of("UserId", System), Of("RunLevel", "HighestAvailable"))),
            Of("Settings", Settings()),
            Of("Actions", new XAttribute("Context", "Author"), Of("Exec", Of("Command", Program), Of("Arguments", Arguments)))));

    /// <summary>The task as schtasks reads it from a file: UTF-16 with its mark.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = Encoding.Unicode, Indent = true, NewLineChars = "\r\n" }))
            ToXml().Save(writer);
        return stream.ToArray();
    }

    private XElement Trigger()
    {
        if (Every is not { } every)
            return Of("BootTrigger", Of("Enabled", "true"));

        // By the calendar, every day anew: a repetition that begins with the boot is not kept over a change of the clock.
        return Of(
            "CalendarTrigger",
            Of("Enabled", "true"),
            Of("StartBoundary", "2020-01-01T00:00:00"),
            Of("Repetition", Of("Interval", Duration(every)), Of("Duration", "P1D")),
            Of("RandomDelay", Duration(Spread)),
            Of("ScheduleByDay", Of("DaysInterval", "1")));
    }

    private IEnumerable<XElement> Settings()
    {
        yield return Of("MultipleInstancesPolicy", "IgnoreNew");
        yield return Of("DisallowStartIfOnBatteries", "false");
        yield return Of("StopIfGoingOnBatteries", "false");
        yield return Of("AllowHardTerminate", "true");
        yield return Of("RunOnlyIfNetworkAvailable", "false"); // it waits by itself
        yield return Of("AllowStartOnDemand", "true");
        yield return Of("Enabled", "true");
        yield return Of("Hidden", "true");
        yield return Of("ExecutionTimeLimit", Duration(Limit));
        yield return Of("Priority", "4"); // the default, 7, is below that of all that starts with the system
        if (Every is null)
            yield return Of("RestartOnFailure", Of("Interval", Duration(s_restartAfter)), Of("Count", HookCommand.Number(Restarts)));
    }

    private static string Duration(TimeSpan time) => $"PT{(int)time.TotalSeconds}S";

    private static XElement Of(string name, params object?[] content) => new(Namespace + name, content);

    private static XElement Of(string name, IEnumerable<XElement> content) => new(Namespace + name, content.Cast<object>().ToArray());
}
