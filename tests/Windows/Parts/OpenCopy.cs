using System;
using System.IO;

namespace EcrBoot.WindowsTests;

/// <summary>
/// What programs in the prefix are made of, copied to where an ordinary user can read it: the folder of the tests may be root's alone, as that of a
/// build machine is.
/// </summary>
internal static class OpenCopy
{
    private static readonly Lazy<string> s_folder = new(Make);

    /// <summary>A folder with the same content, which is gone when the tests have ended.</summary>
    /// <param name="folder">The folder to copy.</param>
    public static string Of(string folder)
    {
        var copy = Path.Combine(s_folder.Value, Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)));
        lock (s_folder)
        {
            if (!Directory.Exists(copy))
                Copy(folder, copy);
            return copy;
        }
    }

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("ecrboot-windows-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        return folder;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
