using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace EcrBoot.Boot;

/// <summary>
/// Reads tasks as the Task Scheduler keeps them. It writes a task in its own words: it adds defaults, leaves others out, and tells durations otherwise. So
/// meanings are compared.
/// </summary>
internal static class TaskXml
{
    private static readonly XNamespace s_ns = ScheduledTask.Namespace;

    // What an element means that is not there ([MS-TSCH] 2.5.3 and 2.5.4).
    private static readonly Dictionary<string, string> s_defaults = new(StringComparer.Ordinal)
    {
        ["Enabled"] = "true", ["AllowStartOnDemand"] = "true", ["MultipleInstancesPolicy"] = "IgnoreNew", ["DisallowStartIfOnBatteries"] = "true", ["StopIfGoingOnBatteries"] = "true",
        ["AllowHardTerminate"] = "true", ["RunOnlyIfNetworkAvailable"] = "false", ["Hidden"] = "false", ["Priority"] = "7", ["ExecutionTimeLimit"] = "PT72H", ["RandomDelay"] = "PT0S",
        ["RunLevel"] = "LeastPrivilege",
    };

    private static readonly string[] s_system = { "S-1-5-18", "SYSTEM", @"NT AUTHORITY\SYSTEM", "LocalSystem" };

    /// <summary>Reads a task; null where it cannot be understood.</summary>
    public static XElement? Parse(byte[] content)
    {
        try
        {
            using var stream = new MemoryStream(content);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Whether a task was made by this project.</summary>
    public static bool IsOurs(XElement? task) => (string?)task?.Element(s_ns + "RegistrationInfo")?.Element(s_ns + "Source") == ScheduledTask.Source;

    /// <summary>What differs in a task from what it is to be.</summary>
    /// <param name="wanted">What it is to be.</param>
    /// <param name="found">What it is.</param>
    /// <returns>The name of the first element that means something else; null where none does.</returns>
    public static string? Difference(XElement wanted, XElement found)
    {
        foreach (var part in new[] { "Triggers", "Principals", "Settings", "Actions" })
        {
            var (left, right) = (wanted.Element(s_ns + part), found.Element(s_ns + part));
            if (left is null)
                continue;
            if (right is null)
                return part;

            // Another trigger or action is not a default.
            if (part != "Settings" && left.Elements().Count() != right.Elements().Count())
                return part;
            if (DifferenceWithin(left, right) is { } name)
                return name;
        }

        return null;
    }

    /// <summary>A copy of a task whose start-up triggers are switched off.</summary>
    public static XElement WithoutBoot(XElement task)
    {
        var copy = new XElement(task);
        foreach (var trigger in BootTriggers(copy))
        {
            // It is the first element where it is given ([MS-TSCH] 2.5.3.1), and the Task Scheduler itself writes it where it likes.
            if (trigger.Element(s_ns + "Enabled") is { } enabled)
                enabled.Value = "false";
            else
                trigger.AddFirst(new XElement(s_ns + "Enabled", "false"));
        }

        return copy;
    }

    /// <summary>Whether the start of the system starts a task.</summary>
    public static bool StartsAtBoot(XElement task) => Is(task.Element(s_ns + "Settings"), "Enabled", expected: true) && BootTriggers(task).Any(static trigger => Is(trigger, "Enabled", expected: true));

    /// <summary>Whether somebody may start a task.</summary>
    public static bool StartsOnDemand(XElement task) => Is(task.Element(s_ns + "Settings"), "AllowStartOnDemand", expected: true);

    /// <summary>Whether a task runs as an account of the system's, which has no password to be lost.</summary>
    public static bool IsSystems(XElement task)
    {
        var principals = task.Element(s_ns + "Principals")?.Elements(s_ns + "Principal").ToList();
        return principals is { Count: 1 } && (string?)principals[0].Element(s_ns + "UserId") is { } user
            && (s_system.Contains(user, StringComparer.OrdinalIgnoreCase) || user is "S-1-5-19" or "S-1-5-20");
    }

    private static IEnumerable<XElement> BootTriggers(XElement task) => task.Element(s_ns + "Triggers")?.Elements(s_ns + "BootTrigger") ?? Array.Empty<XElement>();

    private static bool Is(XElement? parent, string name, bool expected) => Meaning(name, (string?)parent?.Element(s_ns + name) ?? s_defaults[name]) == (expected ? "true" : "false");

    private static string? DifferenceWithin(XElement wanted, XElement found)
    {
        foreach (var left in wanted.Elements())
        {
            var right = found.Element(left.Name);
            var name = left.Name.LocalName;
            if (left.HasElements)
            {
                if (right is null)
                    return name;
                if (DifferenceWithin(left, right) is { } inner)
                    return inner;
            }
            else if (((string?)right ?? (s_defaults.TryGetValue(name, out var value) ? value : null)) is not { } text || Meaning(name, text) != Meaning(name, left.Value))
            {
                return name;
            }
        }

        return null;
    }

    private static string Meaning(string name, string text)
    {
        text = text.Trim();
        if (text is "1" or "0" && s_defaults.TryGetValue(name, out var value) && value is "true" or "false")
            return text == "1" ? "true" : "false";
        if (name == "UserId")
            return s_system.Contains(text, StringComparer.OrdinalIgnoreCase) ? s_system[0] : text;
        if (text.Length > 1 && text[0] == 'P' && name is "ExecutionTimeLimit" or "Interval" or "Duration" or "RandomDelay" or "Delay")
        {
            try
            {
                return XmlConvert.ToString(XmlConvert.ToTimeSpan(text));
            }
            catch (FormatException)
            {
                return text;
            }
        }

        return text;
    }
}
