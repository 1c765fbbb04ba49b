using System.IO;

namespace EcrBoot.Host;

/// <summary>Symbolic links at the end of a path. Those in its folders are the kernel's to follow.</summary>
internal static class FileLink
{
    private const int Deepest = 40; // as in Linux

    /// <summary>The path of the file that the links lead to; it need not exist, as with docker, which follows a dangling link too.</summary>
    /// <exception cref="EcrException">ConfigMalformed: the links lead in a circle.</exception>
    public static string Resolve(string path)
    {
        var real = Path.GetFullPath(path);
        for (var depth = 0; depth < Deepest; depth++)
        {
            if (LibC.LinkTarget(real) is not { Length: > 0 } target)
                return real;

            // Not Path.GetFullPath, which takes ".." out of a path by its text: after a linked folder that is another place.
            real = Path.Combine(Path.GetDirectoryName(real) ?? "/", target);
        }

        throw SafeFile.Unusable(path, "is a symbolic link that leads in a circle");
    }
}
