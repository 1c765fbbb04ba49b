using System.IO;

namespace EcrBoot.Boot;

/// <summary>The files of one boot.</summary>
public sealed class BootPaths
{
    /// <summary>The files of a host.</summary>
    /// <param name="root">The folder that stands for <c>/</c>.</param>
    /// <param name="log">The log, seen from that root; null for <c>/var/log/onboot</c>.</param>
    public BootPaths(string root = "/", string? log = null)
    {
        Log = Path.Combine(root, (log ?? "/var/log/onboot").TrimStart('/'));
        RunFolder = Path.Combine(root, "run/ecrboot");
    }

    /// <summary>What happened in this boot, in words; earlier boots stand beside it as <c>.1</c> to <c>.5</c>.</summary>
    public string Log { get; }

    /// <summary>The folder of what counts for this boot only; it lies in memory.</summary>
    public string RunFolder { get; }

    /// <summary>A record lock on it is held while the login runs.</summary>
    public string Lock => Path.Combine(RunFolder, "lock");

    /// <summary>Written when the login begins.</summary>
    public string Begun => Path.Combine(RunFolder, "begun.json");

    /// <summary>Written when it has ended.</summary>
    public string Verdict => Path.Combine(RunFolder, "verdict.json");
}
