using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>The published module under another version: its manifest changed, its loader built anew.</summary>
internal static class SecondVersion
{
    public static async Task MakeAsync(string folder, string version)
    {
        var published = Path.GetDirectoryName(HostedShell.Manifest)!;
        foreach (var file in Directory.EnumerateFiles(published, "*", SearchOption.AllDirectories))
            Copy(file, Path.Combine(folder, Path.GetRelativePath(published, file)));

        // A tree of its own, so that the build of this version touches nothing of the other's.
        var tree = folder + "-source";
        foreach (var name in new[] { "EcrBoot.psd1", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig" })
            Copy(Path.Combine(HostedShell.Root, name), Path.Combine(tree, name));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(HostedShell.Root, "src", "EcrBoot.Loader"), "*.cs*"))
            Copy(file, Path.Combine(tree, "src", "EcrBoot.Loader", Path.GetFileName(file)));
        foreach (var manifest in new[] { Path.Combine(folder, "EcrBoot.psd1"), Path.Combine(tree, "EcrBoot.psd1") })
            await File.WriteAllTextAsync(manifest, System.Text.RegularExpressions.Regex.Replace(await File.ReadAllTextAsync(manifest), "(ModuleVersion\\s*=\\s*)'[^']+'", $"$1'{version}'", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)));

        var start = new ProcessStartInfo("dotnet", ["build", Path.Combine(tree, "src", "EcrBoot.Loader"), "-c", "Release", "-v", "quiet"]) { RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, output);
        Copy(Path.Combine(tree, "src", "EcrBoot.Loader", "bin", "Release", "netstandard2.0", $"EcrBoot.Loader.{version}.dll"), Path.Combine(folder, "EcrBoot.Loader.dll"));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
    }
}
