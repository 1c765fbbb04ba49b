using System;
using System.IO;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The files of one boot.</summary>
public sealed class BootPaths
{
    /// <summary>The files of a host.</summary>
    /// <param name="root">The folder that stands for <c>/</c>; of no meaning on Windows.</param>
    /// <param name="log">The log, seen from that root; null for <see cref="DefaultLog"/>.</param>
    public BootPaths(string root = "/", string? log = null)
    {
        log ??= DefaultLog;
        Log = HostEnvironment.IsWindows ? log : Path.Combine(root, log.TrimStart('/'));
        RunFolder = HostEnvironment.IsWindows ? DataFolder : Path.Combine(root, "run/ecrboot");
    }

    /// <summary>The log where no other is named: /var/log/onboot, on Windows %ProgramData%\EcrBoot\onboot.log.</summary>
    public static string DefaultLog => HostEnvironment.IsWindows ? Path.Combine(DataFolder, "onboot.log") : "/var/log/onboot";

    /// <summary>What happened in this boot, in words; earlier boots stand beside it as <c>.1</c> to <c>.5</c>.</summary>
    public string Log { get; }

    /// <summary>The folder of what counts for this boot only. On Linux it lies in memory; on Windows each file in it names its boot.</summary>
    public string RunFolder { get; }

    /// <summary>A lock on it is held while the login runs.</summary>
    public string Lock => Path.Combine(RunFolder, "lock");

    /// <summary>Written when the login begins.</summary>
    public string Begun => Path.Combine(RunFolder, "begun.json");

    /// <summary>Written when it has ended.</summary>
    public string Verdict => Path.Combine(RunFolder, "verdict.json");

    // From the system, not from the variable, which whoever calls can set.
    private static string DataFolder => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "EcrBoot");
}
