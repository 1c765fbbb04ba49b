using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace EcrBoot.Loader;

/// <summary>
/// Windows PowerShell has no load contexts and no binding redirects for modules, so the versions that the assemblies in
/// <c>lib/desktop</c> ask for do not bind by themselves. This answers with the file that is shipped.
/// </summary>
internal sealed class DesktopResolver
{
    private readonly string _folder;
    private readonly Dictionary<string, AssemblyName> _shipped = new(StringComparer.OrdinalIgnoreCase);

    private DesktopResolver(string folder)
    {
        _folder = folder;
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll"))
        {
            var name = AssemblyName.GetAssemblyName(file);
            _shipped[name.Name!] = name;
        }
    }

    /// <summary>Answers requests from now on, until the process ends.</summary>
    /// <param name="folder">The folder with the library for Windows PowerShell.</param>
    public static void Attach(string folder) => AppDomain.CurrentDomain.AssemblyResolve += new DesktopResolver(folder).Resolve;

    private Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        var wanted = new AssemblyName(request.Name);
        if (wanted.Name is null || !_shipped.TryGetValue(wanted.Name, out var shipped) || !SameKey(wanted, shipped))
            return null;

        // Another module's requests are its own affair, unless it loaded a file identical to ours.
        var requester = request.RequestingAssembly;
        var isOurs = requester is null
            || (!requester.IsDynamic && requester.Location.StartsWith(Path.GetDirectoryName(Path.GetDirectoryName(_folder))!, StringComparison.OrdinalIgnoreCase))
            || _shipped.Values.Any(name => name.FullName == requester.FullName);
        return isOurs ? Assembly.LoadFrom(Path.Combine(_folder, shipped.Name + ".dll")) : null;
    }

    private static bool SameKey(AssemblyName left, AssemblyName right) =>
        (left.GetPublicKeyToken() ?? Array.Empty<byte>()).SequenceEqual(right.GetPublicKeyToken() ?? Array.Empty<byte>());
}
