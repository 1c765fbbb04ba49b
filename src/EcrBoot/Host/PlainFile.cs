namespace EcrBoot.Host;

/// <summary>
/// Files of this program's own that everyone may read and only root or administrators may write. A link in a file's place is never followed: it
/// is replaced or removed.
/// </summary>
internal static class PlainFile
{
    /// <summary>Makes a folder and those above it. On Windows one that is there already must not be open to others.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void MakeFolder(string folder)
    {
        if (HostEnvironment.IsWindows)
            WindowsPlainFile.MakeFolder(folder);
        else
            LinuxPlainFile.MakeFolder(folder);
    }

    /// <summary>Puts a content in a file's place so that nobody ever sees half of it.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void Replace(string path, byte[] content)
    {
        if (HostEnvironment.IsWindows)
            WindowsPlainFile.Replace(path, content);
        else
            LinuxPlainFile.Replace(path, content);
    }

    /// <summary>Opens a file for appending; makes it where there is none.</summary>
    /// <exception cref="EcrException">ConfigNotWritable: among others, it is a link or no regular file.</exception>
    public static AppendedFile OpenForAppend(string path) =>
        HostEnvironment.IsWindows ? WindowsPlainFile.OpenForAppend(path) : LinuxPlainFile.OpenForAppend(path);

    /// <summary>What stands at a path; links are not followed.</summary>
    public static PlainFileKind KindOf(string path) => HostEnvironment.IsWindows ? WindowsPlainFile.KindOf(path) : LinuxPlainFile.KindOf(path);

    /// <summary>Removes a file or a link; nothing where there is none.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void Remove(string path)
    {
        if (HostEnvironment.IsWindows)
            WindowsPlainFile.Remove(path);
        else
            LinuxPlainFile.Remove(path);
    }

    /// <summary>Moves a file over another; nothing where there is none.</summary>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void Move(string from, string to)
    {
        if (HostEnvironment.IsWindows)
            WindowsPlainFile.Move(from, to);
        else
            LinuxPlainFile.Move(from, to);
    }

    /// <summary>The error of such a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="action">What could not be done, and why.</param>
    public static EcrException Fault(string path, string action) => new(
        EcrErrorReason.ConfigNotWritable,
        $"'{path}' cannot be {action}.",
        HostEnvironment.IsWindows ? "Run it as an administrator, and remove what stands there." : "Run it as root, and remove what stands there.");
}
