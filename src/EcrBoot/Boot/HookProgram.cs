using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The program that the hook runs: copied out of the module, so that updating or removing the module cannot break a boot.</summary>
internal static class HookProgram
{
    private const string Bin = "/usr/local/lib/ecrboot/bin/";
    private const string ModuleCopy = "/usr/local/lib/ecrboot/module/";

    /// <summary>Decides which runtime is meant.</summary>
    /// <exception cref="EcrException">ProgramMissing.</exception>
    public static HookRuntime Choose(HookOptions options, ImageRoot image)
    {
        var native = NativePath(options.ModuleFolder, image);
        if (options.Runtime == HookRuntime.PowerShell || (options.Runtime == HookRuntime.Auto && native is null && Pwsh(image) is not null))
        {
            return Pwsh(image) is not null
                ? HookRuntime.PowerShell
                : throw new EcrException(EcrErrorReason.ProgramMissing, "There is no pwsh in " + image.Shown("/usr/bin") + ".", "Install PowerShell 7.4 or later there, or leave out -Runtime.");
        }

        return native is not null
            ? HookRuntime.Native
            : throw new EcrException(
                EcrErrorReason.ProgramMissing,
                $"This module has no native program for {Platform(image) ?? "the platform of this root"}, and there is no pwsh in {image.Shown("/usr/bin")}.",
                "Use a module that was built with the native program, or install PowerShell 7.4 there.");
    }

    /// <summary>The files.</summary>
    public static IEnumerable<PlannedFile> Files(HookOptions options, ImageRoot image)
    {
        if (options.Runtime == HookRuntime.Native)
        {
            foreach (var file in NativeFiles(options.ModuleFolder, image))
                yield return file;
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(options.ModuleFolder, "*", SearchOption.AllDirectories).OrderBy(static file => file, StringComparer.Ordinal))
        {
            var inside = file.Substring(options.ModuleFolder.TrimEnd('/').Length + 1);
            if (!inside.StartsWith("native/", StringComparison.Ordinal) && !inside.StartsWith("lib/desktop/", StringComparison.Ordinal))
                yield return PlannedFile.Copy(ModuleCopy + inside, SystemFile.Read(file)!);
        }

        yield return PlannedFile.Text(ModuleCopy + "ecrboot.ps1", PowerShellText.Script);
        yield return PlannedFile.Program(HookCommand.Program, System.Text.Encoding.UTF8.GetBytes(PowerShellText.Login(Pwsh(image)!, ModuleCopy)));
        yield return PlannedFile.Program(Bin + RunnerUnitGenerator.ProgramName, System.Text.Encoding.UTF8.GetBytes(PowerShellText.Generator));
    }

    /// <summary>The native program and the certificates it starts with, for the hook and for the credential helper.</summary>
    /// <exception cref="EcrException">ProgramMissing.</exception>
    public static IEnumerable<PlannedFile> NativeFiles(string moduleFolder, ImageRoot image)
    {
        var path = NativePath(moduleFolder, image) ?? throw new EcrException(
            EcrErrorReason.ProgramMissing,
            $"This module has no native program for {Platform(image) ?? "the platform of this root"}.",
            "Use a module that was built with the native program.");
        return TrustedRoots.Links(image.Folder).Select(static root => PlannedFile.Link(root.Link, root.Target)).Prepend(PlannedFile.Program(HookCommand.Program, SystemFile.Read(path)!));
    }

    /// <summary>What the generator's link leads to.</summary>
    public static string GeneratorTarget(HookOptions options) => options.Runtime == HookRuntime.Native ? HookCommand.Program : Bin + RunnerUnitGenerator.ProgramName;

    private static string? NativePath(string moduleFolder, ImageRoot image)
    {
        if (moduleFolder.Length == 0 || Platform(image) is not { } platform)
            return null;
        var path = Path.Combine(moduleFolder, "native", platform, "ecrboot");
        return FileStatus.Of(path, follow: true) is { IsRegular: true } ? path : null;
    }

    private static string? Pwsh(ImageRoot image) =>
        new[] { "/usr/bin/pwsh", "/usr/local/bin/pwsh", "/opt/microsoft/powershell/7/pwsh" }.FirstOrDefault(path => FileStatus.Of(image.Follow(path), follow: true) is { IsRegular: true });

    // The image's own processor, from the ELF header of its shell: the host that builds an image may be of another kind.
    private static string? Platform(ImageRoot image)
    {
        var head = new byte[20];
        try
        {
            using var shell = File.OpenRead(image.Follow("/bin/sh"));
            if (shell.Read(head, 0, head.Length) < head.Length || head[0] != 0x7F || head[1] != 'E')
                return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return head[18] switch
        {
            62 => "linux-x64",
            183 => "linux-arm64",
            _ => null,
        };
    }
}
