using System;
using System.IO;

namespace EcrBoot.Boot;

/// <summary>Where a hook's parts lie on Windows.</summary>
internal sealed class WindowsFolders
{
    /// <summary>Takes the folders that hold them.</summary>
    /// <param name="programFiles">%ProgramFiles%.</param>
    /// <param name="programData">%ProgramData%.</param>
    /// <param name="system">%SystemRoot%\System32.</param>
    /// <param name="tasks">Where the Task Scheduler keeps its tasks, as this process reads it; null for the folder below <paramref name="system"/>.</param>
    public WindowsFolders(string programFiles, string programData, string system, string? tasks = null)
    {
        Program = Path.Combine(programFiles, "EcrBoot");
        Data = Path.Combine(programData, "EcrBoot");
        System = system;
        Tasks = tasks ?? Path.Combine(system, "Tasks");
    }

    /// <summary>This host's, from the system and not from variables, which whoever calls can set.</summary>
    public static WindowsFolders OfHost
    {
        get
        {
            var windows = Environment.GetFolderPath(Environment.SpecialFolder.Windows);

            // A 32-bit process is led to other folders unless it asks for the real ones by that name.
            var isLed = Environment.Is64BitOperatingSystem && !Environment.Is64BitProcess;
            return new WindowsFolders(
                isLed ? Environment.GetEnvironmentVariable("ProgramW6432")! : Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles),
                Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData),
                Path.Combine(windows, "System32"),
                Path.Combine(windows, isLed ? "Sysnative" : "System32", "Tasks"));
        }
    }

    /// <summary>The program and all that the hook is made of; only administrators write there.</summary>
    public string Program { get; }

    /// <summary>The log and the verdict; only administrators write there.</summary>
    public string Data { get; }

    /// <summary>The system's own programs.</summary>
    public string System { get; }

    /// <summary>The tasks as the Task Scheduler keeps them: XML, one file each.</summary>
    public string Tasks { get; }

    /// <summary>Where the installed hook is written down.</summary>
    public string Record => Path.Combine(Program, "hook.conf");

    /// <summary>The copy of the native program.</summary>
    public string NativeProgram => Path.Combine(NativeFolder, "ecrboot.exe");

    /// <summary>Its folder.</summary>
    public string NativeFolder => Path.Combine(Program, "bin");

    /// <summary>The copy of the module, where PowerShell runs the login.</summary>
    public string ModuleFolder => Path.Combine(Program, "module");

    /// <summary>The login's script in it.</summary>
    public string Script => Path.Combine(ModuleFolder, "ecrboot.ps1");

    /// <summary>Windows PowerShell, which every Windows has.</summary>
    public string PowerShell => Path.Combine(System, "WindowsPowerShell", "v1.0", "powershell.exe");

    /// <summary>The path of one of the system's programs.</summary>
    public string Tool(string name) => Path.Combine(System, name);
}
