using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EcrBoot.Boot;

/// <summary>What the task runs: copied out of the module to where only administrators write, so that nobody else can change what runs as SYSTEM.</summary>
internal static class WindowsHookProgram
{
    private const string Platform = "win-x64";

    /// <summary>Says so where PowerShell runs the login.</summary>
    public const string PowerShellNote =
        "The login runs in Windows PowerShell, since this module has no native program for Windows. A group policy that forbids scripts stops it: build the module with ecrboot.exe where there is one.";

    /// <summary>Decides what runs the login, and names the files.</summary>
    /// <exception cref="EcrException">ProgramMissing.</exception>
    public static (HookRuntime Runtime, IReadOnlyList<PlannedFile> Files) Of(HookOptions options, WindowsFolders folders)
    {
        var native = Path.Combine(options.ModuleFolder, "native", Platform);
        var hasNative = File.Exists(Path.Combine(native, "ecrboot.exe"));
        if (options.Runtime == HookRuntime.Native && !hasNative)
            throw new EcrException(EcrErrorReason.ProgramMissing, $"This module has no native program for {Platform}.", "Use a module that was built with it, or leave out -Runtime.");
        if (options.Runtime != HookRuntime.PowerShell && hasNative)
            return (HookRuntime.Native, Copies(native, folders.NativeFolder, static _ => true).ToList());
        if (!File.Exists(Path.Combine(options.ModuleFolder, "lib", "desktop", "EcrBoot.dll")) || !File.Exists(folders.PowerShell))
            throw new EcrException(EcrErrorReason.ProgramMissing, $"This module has no native program for {Platform}, and no Windows PowerShell can run it: '{folders.PowerShell}'.", "Use a module that was built with the native program.");
        return (HookRuntime.PowerShell, Copies(options.ModuleFolder, folders.ModuleFolder, IsNeeded).Append(PlannedFile.Text(folders.Script, PowerShellText.WindowsScript)).ToList());
    }

    private static bool IsNeeded(string inside)
    {
        var first = inside.Split('\\', '/');
        return first[0] is not ("native" or "en-US") && !(first[0] == "lib" && first.Length > 1 && first[1] == "core");
    }

    private static IEnumerable<PlannedFile> Copies(string from, string to, Func<string, bool> isWanted)
    {
        var root = from.TrimEnd('\\', '/');
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => (File: file, Inside: file.Substring(root.Length + 1)))
            .Where(pair => isWanted(pair.Inside)).OrderBy(static pair => pair.Inside, StringComparer.Ordinal)
            .Select(pair => PlannedFile.Copy(Path.Combine(to, pair.Inside), File.ReadAllBytes(pair.File)));
    }
}
