using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EcrBoot.Host;

/// <summary>
/// Links to the few certificate authorities behind AWS, among those this system trusts. A program that starts with these alone has not a hundred
/// and forty files to read before its first TLS connection. The links lead to the system's own entries and to nothing else, so a root that the
/// system gives up is given up here, and one it does not trust is not trusted here.
/// </summary>
/// <remarks>Measured per request: 115 ms with the system's folder, 63 ms with its one bundle, 30 ms with the links. Linux only.</remarks>
public static class TrustedRoots
{
    /// <summary>Where the links are, seen from the root of the host.</summary>
    public const string Folder = "usr/local/lib/ecrboot/roots";

    // Entries by the authority's name: Debian, Ubuntu, SUSE; RHEL 9, Fedora and Amazon Linux 2023. Where there is only a bundle there is nothing to link.
    private static readonly string[] s_trustFolders = { "etc/ssl/certs", "etc/pki/ca-trust/extracted/pem/directory-hash" };
    private static readonly string[] s_patterns = { "Amazon_Root_CA_*.pem", "Starfield_*.pem" };
    private static readonly string[] s_bundles = { "etc/ssl/certs/ca-certificates.crt", "etc/pki/tls/cert.pem", "etc/ssl/ca-bundle.pem" };
    private static readonly string[] s_chosen = { "SSL_CERT_FILE", "SSL_CERT_DIR", "AWS_CA_BUNDLE" };

    /// <summary>The links to make: each one's path on the booted host, and the entry of the system's that it leads to.</summary>
    /// <param name="root">The folder that stands for <c>/</c>.</param>
    /// <returns>None where the system has no entries of its own for these authorities.</returns>
    public static IReadOnlyList<(string Link, string Target)> Links(string root = "/") => s_trustFolders
        .Select(trust => Entries(root, trust))
        .FirstOrDefault(static found => found.Count > 0)?
        .ConvertAll(static entry => ("/" + Folder + "/" + Path.GetFileName(entry), entry)) ?? new List<(string, string)>();

    /// <summary>
    /// Makes this process start with the links alone. To be called before the first TLS connection and before any thread. Child processes do not
    /// inherit it.
    /// </summary>
    /// <param name="host">Its variables, where the user's own choice of certificates wins; takes the whole store, for chains that do not build.</param>
    /// <param name="root">The folder that stands for <c>/</c>.</param>
    /// <returns>Whether it is so.</returns>
    public static bool Use(HostEnvironment host, string root = "/")
    {
        var folder = Path.Combine(root, Folder);
        if (!HostEnvironment.IsLinux || s_chosen.Any(name => host.Variable(name) is not null) || !IsSafe(folder, root))
            return false;

        // .NET's own copy of the variables, which is also what child processes get, is made at the first change; OpenSSL's are changed after that.
        Environment.SetEnvironmentVariable("ECRBOOT_NO_SUCH_VARIABLE", null);
        LibC.SetVariable("SSL_CERT_DIR", folder);
        LibC.SetVariable("SSL_CERT_FILE", Path.Combine(folder, "none"));
        host.WholeTrustStore = s_bundles.Concat(s_trustFolders).Select(path => Path.Combine(root, path)).ToList();
        return true;
    }

    // Only root may have made them, and each leads to an entry of the system's; one that leads nowhere any more is a root given up.
    private static bool IsSafe(string folder, string root)
    {
        if (FileStatus.Of(folder, follow: false) is not { IsFolder: true, User: 0 } status || (status.Mode & 0x12) != 0)
            return false;
        var entries = Directory.EnumerateFileSystemEntries(folder).ToList();
        return entries.TrueForAll(IsOfTheSystem) && entries.Exists(static entry => FileStatus.Of(entry, follow: true) is { IsRegular: true });

        bool IsOfTheSystem(string entry) => LibC.LinkTarget(entry) is { } target
            && s_trustFolders.Any(trust => Path.GetDirectoryName(target) == "/" + trust || Path.GetDirectoryName(target) == Path.Combine(root, trust));
    }

    // As the host will see them once it has booted from that root.
    private static List<string> Entries(string root, string trust)
    {
        var folder = Path.Combine(root, trust);
        return !Directory.Exists(folder)
            ? new List<string>()
            : s_patterns.SelectMany(pattern => Directory.EnumerateFileSystemEntries(folder, pattern)).OrderBy(static path => path, StringComparer.Ordinal)
                .Select(path => "/" + trust + "/" + Path.GetFileName(path)).ToList();
    }
}
