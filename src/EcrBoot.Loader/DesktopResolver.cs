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
/// <remarks>
/// They are loaded with <see cref="Assembly.LoadFile(string)"/>, which loads this very file though another one of the same identity is loaded already:
/// AWSPowerShell has an AWSSDK.Core of the same identity with other types in it, and neither would work with the other's.
/// </remarks>
internal sealed class DesktopResolver
{
    private readonly string _folder;
    private readonly string _module;
    private readonly Dictionary<string, AssemblyName> _shipped = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Assembly> _loaded = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads what is shipped.</summary>
    /// <param name="folder">The folder with the library for Windows PowerShell, <c>lib/desktop</c> of the module.</param>
    public DesktopResolver(string folder)
    {
        _folder = folder;
        _module = Path.GetDirectoryName(Path.GetDirectoryName(folder))! + Path.DirectorySeparatorChar;
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll"))
        {
            var name = AssemblyName.GetAssemblyName(file);
            _shipped[name.Name!] = name;
        }
    }

    /// <summary>Answers requests from now on, until the process ends.</summary>
    /// <param name="folder">The folder with the library for Windows PowerShell.</param>
    public static void Attach(string folder) => AppDomain.CurrentDomain.AssemblyResolve += new DesktopResolver(folder).Resolve;

    /// <summary>The shipped file for a request that nobody else could answer; null where it is not ours to answer.</summary>
    /// <param name="wanted">What is wanted: a name and public key token of ours, in no later version than ours.</param>
    /// <param name="requester">The full name of the assembly that wants it; null where that is not known.</param>
    /// <param name="location">Where that one was loaded from; empty where it is no file.</param>
    public string? FileFor(AssemblyName wanted, string? requester, string location)
    {
        if (wanted.Name is null || !_shipped.TryGetValue(wanted.Name, out var shipped) || wanted.Version > shipped.Version)
            return null;

        // Another module's requests are its own affair, unless it loaded a file identical to ours, which may then have been taken for ours.
        // The AWS SDK asks for its own parts by their simple names; such a request must not be another module's.
        var mayBeOurs = requester is null || location.StartsWith(_module, StringComparison.OrdinalIgnoreCase);
        var isOurs = HasKeyOf(wanted, shipped)
            ? mayBeOurs || _shipped.Values.Any(name => name.FullName == requester)
            : mayBeOurs && wanted.FullName == wanted.Name;
        return isOurs ? Path.Combine(_folder, shipped.Name + ".dll") : null;
    }

    private Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        var requester = request.RequestingAssembly;
        var location = requester is null or { IsDynamic: true } ? "" : requester.Location;
        return FileFor(new AssemblyName(request.Name), requester?.FullName, location) is { } file ? Load(file) : null;
    }

    // Each once, whatever path the request took, or one type would be two.
    private Assembly Load(string file)
    {
        lock (_loaded)
        {
            if (!_loaded.TryGetValue(file, out var assembly))
                _loaded[file] = assembly = Assembly.LoadFile(file);
            return assembly;
        }
    }

    private static bool HasKeyOf(AssemblyName wanted, AssemblyName shipped) =>
        (wanted.GetPublicKeyToken() ?? Array.Empty<byte>()).SequenceEqual(shipped.GetPublicKeyToken() ?? Array.Empty<byte>());
}
