using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>What the published folder holds, read from the files themselves.</summary>
public sealed class PackageTests
{
    private static readonly string Module = Path.GetDirectoryName(HostedShell.Manifest)!;

    private static IEnumerable<(string File, AssemblyName Reference)> References()
    {
        foreach (var file in Directory.EnumerateFiles(Module, "*.dll", SearchOption.AllDirectories))
        {
            using var image = new PEReader(File.OpenRead(file));
            var metadata = image.GetMetadataReader();
            foreach (var handle in metadata.AssemblyReferences)
                yield return (Path.GetRelativePath(Module, file), metadata.GetAssemblyReference(handle).GetAssemblyName());
        }
    }

    [Fact]
    public void Nothing_above_net_8_net_standard_2_and_powershell_5_1_is_referenced()
    {
        var framework = new Dictionary<string, Version>(StringComparer.Ordinal)
        {
            ["netstandard"] = new(2, 0, 0, 0),
            ["System.Management.Automation"] = new(3, 0, 0, 0),
        };
        foreach (var (file, reference) in References())
        {
            var shipped = File.Exists(Path.Combine(Module, Path.GetDirectoryName(file)!, reference.Name + ".dll"));
            var limit = framework.GetValueOrDefault(reference.Name!)
                ?? (file.StartsWith(Path.Combine("lib", "core"), StringComparison.Ordinal) && (reference.Name!.StartsWith("System.", StringComparison.Ordinal) || reference.Name == "Microsoft.Win32.Primitives") ? new Version(8, 0, 0, 0) : null);
            if (limit is not null && !shipped)
                Assert.True(reference.Version <= limit, $"{file} references {reference}");
        }
    }

    [Fact]
    public void The_assemblies_at_the_root_reference_standard_parts_and_the_library_only()
    {
        var allowed = new HashSet<string>(StringComparer.Ordinal) { "netstandard", "System.Management.Automation", "EcrBoot" };
        Assert.All(References().Where(static pair => !pair.File.Contains(Path.DirectorySeparatorChar)), pair => Assert.Contains(pair.Reference.Name!, allowed));
    }

    [Fact]
    public void No_public_member_of_the_cmdlets_names_a_type_of_the_library_or_the_sdk()
    {
        using var context = new MetadataContext(Module);
        var leaks =
            from type in context.Cmdlets.GetExportedTypes()
            from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            from named in MetadataContext.TypesOf(member)
            where named.Assembly.GetName().Name is "EcrBoot" || named.Assembly.GetName().Name!.StartsWith("AWSSDK", StringComparison.Ordinal)
            select $"{type}.{member.Name}: {named}";
        Assert.Empty(leaks);
    }

    [Fact]
    public void Every_assembly_of_ours_bears_the_manifests_version()
    {
        var version = Version.Parse(System.Text.RegularExpressions.Regex.Match(File.ReadAllText(HostedShell.Manifest), "ModuleVersion\\s*=\\s*'([^']+)'").Groups[1].Value);
        var ours = Directory.EnumerateFiles(Module, "EcrBoot*.dll", SearchOption.AllDirectories).ToList();
        Assert.True(ours.Count >= 5);
        Assert.All(ours, file => Assert.Equal(version.ToString(3), AssemblyName.GetAssemblyName(file).Version!.ToString(3)));
    }

    [Fact]
    public void Only_the_files_it_needs_are_shipped()
    {
        Assert.All(Directory.EnumerateFiles(Module, "*", SearchOption.AllDirectories), static file =>
            Assert.True(Path.GetExtension(file) is ".dll" or ".psd1" or ".ps1xml" || Path.GetFileName(file) is "LICENSE" or "EcrBoot.PowerShell.dll-Help.xml"
            || Path.GetRelativePath(Module, file).Replace('\\', '/') is "native/linux-x64/ecrboot" or "native/linux-arm64/ecrboot" or "native/win-x64/ecrboot.exe", file));
        Assert.Equal(["EcrBoot.Format.ps1xml", "EcrBoot.Loader.dll", "EcrBoot.PowerShell.dll", "EcrBoot.psd1", "LICENSE"], Directory.EnumerateFiles(Module).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_native_program_is_small_may_be_run_and_bears_the_manifests_version()
    {
        var program = Path.Combine(Module, "native", "linux-x64", "ecrboot");
        Assert.SkipUnless(File.Exists(program), "The module was made without clang or gcc and zlib, so it has no native program.");
        Assert.InRange(new FileInfo(program).Length, 1 << 20, 12 << 20);
        using var run = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, "version") { RedirectStandardOutput = true })!;
        var version = System.Text.RegularExpressions.Regex.Match(File.ReadAllText(HostedShell.Manifest), "ModuleVersion\\s*=\\s*'([^']+)'").Groups[1].Value;
        Assert.Equal($"ecrboot {version}\n", run.StandardOutput.ReadToEnd());
    }

    [Fact]
    public void The_program_for_Windows_is_one_file_for_the_console_of_x64_that_trims_what_a_boot_does_not_use()
    {
        var program = Path.Combine(Module, "native", "win-x64", "ecrboot.exe");
        Assert.SkipUnless(File.Exists(program), "The module was made on a host that is not x64, so it has no program for Windows.");
        Assert.Equal([program], Directory.EnumerateFiles(Path.GetDirectoryName(program)!));
        Assert.InRange(new FileInfo(program).Length, 1 << 20, 22 << 20);
        using var image = new PEReader(File.OpenRead(program));
        Assert.Equal((Machine.Amd64, Subsystem.WindowsCui), (image.PEHeaders.CoffHeader.Machine, image.PEHeaders.PEHeader!.Subsystem));
    }
}
