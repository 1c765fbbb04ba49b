using System;
using System.IO;

namespace EcrBoot.Unit;

/// <summary>A temporary folder that is gone when the test has ended.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ecrboot-unit-").FullName;

    public static implicit operator string(TestFolder folder) => folder.Path;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
