using System;
using System.IO;
using System.Linq;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>What a test needs of this machine. What is missing skips the test with the reason; in CI on Linux, where everything is installed, it fails it.</summary>
internal static class Part
{
    /// <summary>The full path of a program that the test cannot do without.</summary>
    public static string Require(string program) =>
        Find(program) ?? throw Missing($"'{program}' is not installed.");

    /// <summary>Every program of a name on the PATH, in its order.</summary>
    public static string[] FindAll(string program) => OperatingSystem.IsLinux()
        ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin")
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, program))
            .Where(File.Exists)
            .DistinctBy(Real, StringComparer.Ordinal)
            .ToArray()
        : [];

    public static void RequireRoot()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            throw Missing("Needs root on Linux.");
    }

    /// <summary>Does not return: skips the test, or fails it in CI on Linux.</summary>
    public static Exception Missing(string reason)
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason + " In CI nothing may be missing.");
        Assert.Skip(reason);
        return new InvalidOperationException(reason);
    }

    private static string? Find(string program) => FindAll(program) is [var first, ..] ? first : null;

    // /bin is a link to /usr/bin on most systems.
    private static string Real(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Path.Combine(new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder, Path.GetFileName(path));
    }
}
