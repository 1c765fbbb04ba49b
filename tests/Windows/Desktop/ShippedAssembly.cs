using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EcrBoot.WindowsTests.Desktop;

/// <summary>An assembly, read from its file without loading it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">Its identity.</param>
/// <param name="References">What it was compiled against.</param>
internal sealed record ShippedAssembly(string Path, AssemblyName Name, IReadOnlyList<AssemblyName> References)
{
    /// <summary>Everything that Windows PowerShell may load of the published module.</summary>
    public static IReadOnlyList<ShippedAssembly> ForDesktop { get; } =
        [.. Read(TestParts.Module), .. Read(System.IO.Path.Combine(TestParts.Module, "lib", "desktop"))];

    /// <summary>What .NET Framework 4.7.2 has, its facades too.</summary>
    public static IReadOnlyDictionary<string, AssemblyName> Framework { get; } =
        Read(TestParts.NetFramework).Concat(Read(System.IO.Path.Combine(TestParts.NetFramework, "Facades"))).ToDictionary(static file => file.Name.Name!, static file => file.Name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<ShippedAssembly> Read(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal))
        {
            using var image = new PEReader(File.OpenRead(path));
            if (!image.HasMetadata || !image.GetMetadataReader().IsAssembly)
                continue;
            var metadata = image.GetMetadataReader();
            var references = metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName()).ToList();
            yield return new ShippedAssembly(path, metadata.GetAssemblyDefinition().GetAssemblyName(), references);
        }
    }
}
