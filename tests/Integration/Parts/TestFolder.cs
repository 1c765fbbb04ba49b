using System;
using System.IO;

namespace EcrBoot.Integration;

/// <summary>A temporary folder that others may enter, and that is gone when the test has ended.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder()
    {
        Path = Directory.CreateTempSubdirectory("ecrboot-").FullName;
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
    }

    public string Path { get; }

    public static implicit operator string(TestFolder folder) => folder.Path;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A folder in it.</summary>
    public string Folder(string name) => Directory.CreateDirectory(File(name)).FullName;

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
