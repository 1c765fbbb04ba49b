using System;
using System.IO;
using System.Management.Automation;
using System.Reflection;

namespace EcrBoot.Loader;

/// <summary>Runs before the cmdlets' assembly is loaded, and sees to it that the library is found.</summary>
public sealed class ModuleAssemblyInitializer : IModuleAssemblyInitializer
{
    private const string LoadedKey = "EcrBoot.Loader";

    /// <summary>Called by PowerShell at every import, also with <c>-Force</c>, also in several runspaces at once.</summary>
    /// <exception cref="PSNotSupportedException">The host is too old, or another version of the module was loaded before.</exception>
    public void OnImport()
    {
        var self = typeof(ModuleAssemblyInitializer).Assembly;
        var root = Path.GetDirectoryName(self.Location)!;
        var version = self.GetName().Version!;
        var host = typeof(PSObject).Assembly.GetName().Version!;
        var isDesktop = host.Major < 6;
        if (!isDesktop && host < new Version(7, 4))
            throw new PSNotSupportedException($"EcrBoot needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this is PowerShell {host.Major}.{host.Minor}.");

        lock (AppDomain.CurrentDomain)
        {
            // Assemblies stay loaded until the process ends, and so does the first module's library.
            if (AppDomain.CurrentDomain.GetData(LoadedKey) is Version loaded)
            {
                if (loaded != version)
                {
                    throw new PSNotSupportedException(
                        $"EcrBoot {loaded.ToString(3)} was loaded in this session before, so EcrBoot {version.ToString(3)} cannot be. Start a new PowerShell to use it.");
                }

                return;
            }

            if (isDesktop)
                DesktopResolver.Attach(Path.Combine(root, "lib", "desktop"));
            else
                AttachContext(root, version);
            AppDomain.CurrentDomain.SetData(LoadedKey, version);
        }
    }

    // By path and by reflection: this assembly is .NET Standard 2.0, and Windows PowerShell has no load contexts.
    private static void AttachContext(string root, Version version)
    {
        var assembly = Assembly.LoadFrom(Path.Combine(root, "lib", "core", "any", "EcrBoot.LoadContext.dll"));
        var attach = assembly.GetType("EcrBoot.LoadContext.LibraryContext", throwOnError: true)!.GetMethod("Attach")!;
        attach.Invoke(obj: null, new object[] { root, version });
    }
}
