using System;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace EcrBoot.LoadContext;

/// <summary>
/// Keeps the library and its AWS SDK in a load context of their own, so that no other module's copy of the SDK meets them.
/// The default context is answered for the name EcrBoot only.
/// </summary>
public sealed class LibraryContext : AssemblyLoadContext
{
    private readonly string[] _folders;

    private LibraryContext(string moduleRoot)
        : base("EcrBoot", isCollectible: false)
    {
        var core = Path.Combine(moduleRoot, "lib", "core");
        var os = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsLinux() ? "linux" : "other";
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

        // The first folder holds code compiled ahead for this very platform, where the package has any.
        _folders = [Path.Combine(core, $"{os}-{architecture}"), Path.Combine(core, "any")];
    }

    /// <summary>Answers the default context from now on. The loader calls this once in a process.</summary>
    /// <param name="moduleRoot">The folder of the module's manifest.</param>
    /// <param name="version">The library's version; another one is not answered.</param>
    public static void Attach(string moduleRoot, Version version)
    {
        var context = new LibraryContext(moduleRoot);
        Default.Resolving += (_, name) => name.Name == "EcrBoot" && name.Version == version ? context.Load(name) : null;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        foreach (var folder in _folders)
        {
            var path = Path.Combine(folder, assemblyName.Name + ".dll");
            if (File.Exists(path))
                return LoadFromAssemblyPath(path);
        }

        return null;
    }
}
