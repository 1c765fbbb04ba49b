using System;
using System.IO;

namespace EcrBoot.Host;

/// <summary>Folders of Windows that everyone may read and only administrators and SYSTEM may write.</summary>
internal static class ProtectedFolder
{
    /// <summary>Makes a folder and those above it; nothing where it is there.</summary>
    /// <param name="folder">Its full path.</param>
    /// <exception cref="EcrException">ConfigNotWritable.</exception>
    public static void Make(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (Path.GetDirectoryName(folder) is { Length: > 0 } parent)
            Make(parent);
        using var security = new SecurityDescriptor(SecurityDescriptor.ReadableFolder);
        if (WindowsFile.MakeFolder(folder, security) is not 0 and not WindowsApi.AlreadyExists and var error)
            throw PlainFile.Fault(folder, "made: " + WindowsFile.Words(error));
    }

    /// <summary>
    /// Why something that is written below a folder might land elsewhere: the folder, or one above it, is a link or is open to others. Every user may
    /// make folders in %ProgramData%, so the one there may be somebody's trap.
    /// </summary>
    /// <param name="folder">The folder, by its full path, which need not exist.</param>
    /// <returns>A sentence without its end; null where nothing is wrong.</returns>
    public static string? Doubt(string folder)
    {
        var user = WindowsSid.Own();
        var isAbove = false;
        for (var path = folder; Path.GetDirectoryName(path) is not null; path = Path.GetDirectoryName(path)!)
        {
            if (Attributes(path) is { } attributes)
            {
                if ((attributes & FileAttributes.ReparsePoint) == FileAttributes.ReparsePoint)
                    return $"'{path}' is a link";
                if ((attributes & FileAttributes.Directory) != FileAttributes.Directory)
                    return $"'{path}' is not a folder";
                if (SecurityDescriptor.TextOf(path) is not { } text)
                    return $"who may write to '{path}' cannot be read";
                if (AccessText.Doubt(text, user, isAbove) is { } doubt)
                    return $"'{path}' {doubt}";
            }

            isAbove = true;
        }

        return null;
    }

    private static FileAttributes? Attributes(string path)
    {
        try
        {
            return File.GetAttributes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
