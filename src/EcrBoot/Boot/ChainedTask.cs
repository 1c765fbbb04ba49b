using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>
/// A start-up task of the image's that is to wait for the login: its start-up trigger is switched off, and the task that starts the runners starts it. What it
/// was is kept as it was, byte for byte.
/// </summary>
internal sealed class ChainedTask
{
    private readonly byte[] _original, _changed;
    private readonly WindowsFolders _folders;

    private ChainedTask(string name, WindowsFolders folders, byte[] original, byte[] changed, bool isToBeChanged)
    {
        Name = name;
        _folders = folders;
        _original = original;
        _changed = changed;
        IsToBeChanged = isToBeChanged;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether it still starts with the system.</summary>
    public bool IsToBeChanged { get; }

    /// <summary>What it was, and what it is made into.</summary>
    public IReadOnlyList<PlannedFile> Files => new[] { PlannedFile.Copy(OriginalFile(Name, _folders), _original), PlannedFile.Copy(ChangedFile(Name, _folders), _changed) };

    /// <summary>Looks at a task.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="host">The host.</param>
    /// <exception cref="EcrException">BadArgument: there is no such task. HookConflict: it cannot wait.</exception>
    public static ChainedTask Of(string name, IWindowsHost host)
    {
        if (host.Task(name) is not { } content)
            throw new EcrException(EcrErrorReason.BadArgument, $"There is no task '{name}' on this host.", "Name the task that starts the runner, as schtasks /Query shows it, after it was made.");
        var task = TaskXml.Parse(content) ?? throw Refuse(name, "is not in a form that is understood");
        var kept = OriginalFile(name, host.Folders);
        var isToBeChanged = TaskXml.StartsAtBoot(task);
        if (!isToBeChanged)
        {
            // It is as this hook has made it, or it never started with the system.
            return PlainFile.KindOf(kept) == PlainFileKind.Regular
                ? new ChainedTask(name, host.Folders, File.ReadAllBytes(kept), Bytes(task), isToBeChanged: false)
                : throw Refuse(name, "is not started by the start of the system");
        }

        if (!TaskXml.IsSystems(task))
            throw Refuse(name, "runs as a user whose password would be lost when it is made anew");
        if (!TaskXml.StartsOnDemand(task))
            throw Refuse(name, "does not allow to be started on demand");
        return new ChainedTask(name, host.Folders, content, Bytes(TaskXml.WithoutBoot(task)), isToBeChanged: true);
    }

    /// <summary>Where the task is kept as it was.</summary>
    public static string OriginalFile(string name, WindowsFolders folders) => Path.Combine(folders.Program, "before", FileName(name));

    /// <summary>The file from which it is made anew.</summary>
    public static string ChangedFile(string name, WindowsFolders folders) => Path.Combine(folders.Program, "after", FileName(name));

    /// <summary>Whether a task waits now, so that removing the hook has to restore it. Somebody may have made it anew.</summary>
    public static bool Waits(string name, IWindowsHost host) => host.Task(name) is { } content && TaskXml.Parse(content) is { } task && !TaskXml.StartsAtBoot(task);

    private static string FileName(string name) => name.Replace('\\', '-') + ".xml";

    private static byte[] Bytes(XElement task)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = Encoding.Unicode, Indent = true, NewLineChars = "\r\n" }))
            new XDocument(new XDeclaration("1.0", "UTF-16", standalone: null), task).Save(writer);
        return stream.ToArray();
    }

    private static EcrException Refuse(string name, string why) =>
        new(EcrErrorReason.HookConflict, $"The task '{name}' {why}, so that it cannot be made to wait.", "Leave out -Before, and let what starts the runner wait for the login by itself: Test-EcrBootLog -Wait.");
}
