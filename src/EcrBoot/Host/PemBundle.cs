using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EcrBoot.Host;

/// <summary>Certificates in PEM files. .NET Standard 2.0 reads only the first one of a file.</summary>
internal static class PemBundle
{
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    /// <summary>All certificates of the files; one that cannot be parsed is skipped, as OpenSSL and Go do.</summary>
    /// <exception cref="EcrException">BadArgument: a file cannot be read or holds no certificate.</exception>
    public static X509Certificate2Collection Read(IEnumerable<string> paths)
    {
        var all = new X509Certificate2Collection();
        foreach (var path in paths)
        {
            var before = all.Count;
            AddTo(all, Text(path));
            if (all.Count == before)
                throw new EcrException(EcrErrorReason.BadArgument, $"'{path}' holds no certificate in PEM form.", "Correct the file, or name another.");
        }

        return all;
    }

    /// <summary>All certificates of a system's store; what cannot be read is left out.</summary>
    /// <param name="paths">Files, and folders whose files are read; they need not exist.</param>
    public static X509Certificate2Collection ReadStore(IEnumerable<string> paths)
    {
        var all = new X509Certificate2Collection();
        foreach (var path in paths)
        {
            foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path) : File.Exists(path) ? new[] { path } : Array.Empty<string>())
            {
                try
                {
                    AddTo(all, Text(file));
                }
                catch (EcrException)
                {
                    // A link of a certificate that is gone.
                }
            }
        }

        return all;
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EcrException(EcrErrorReason.BadArgument, $"The certificate file '{path}' cannot be read.", "Correct the file, or name another.", e);
        }
    }

    private static void AddTo(X509Certificate2Collection all, string text)
    {
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at, StringComparison.Ordinal))
        {
            at += Begin.Length;
            var end = text.IndexOf(End, at, StringComparison.Ordinal);
            if (end < 0)
                return;
            try
            {
                all.Add(new X509Certificate2(Convert.FromBase64String(text.Substring(at, end - at))));
            }
            catch (Exception e) when (e is FormatException or CryptographicException)
            {
                // One bad certificate does not make the others of a bundle unusable.
            }
        }
    }
}
