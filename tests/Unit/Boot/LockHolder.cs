using System;
using System.Diagnostics;
using System.IO;
using EcrBoot.Boot;
using Xunit;

namespace EcrBoot.Unit.Boot;

/// <summary>Another process that holds a record lock on a boot's lock file.</summary>
internal sealed class LockHolder : IDisposable
{
    private readonly Process _process;

    private LockHolder(Process process) => _process = process;

    public int ProcessId => _process.Id;

    public static LockHolder Start(BootPaths paths, bool forWriting)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "Needs python3, whose fcntl is the system's.");
        Directory.CreateDirectory(paths.RunFolder);
        File.WriteAllText(paths.Lock, "");
        var (mode, kind) = forWriting ? ("r+", "LOCK_EX") : ("r", "LOCK_SH");
        var script = $"import fcntl,sys\nf=open('{paths.Lock}','{mode}')\nfcntl.lockf(f,fcntl.{kind})\nprint('held',flush=True)\nsys.stdin.read()";
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("held", process.StandardOutput.ReadLine());
        return new LockHolder(process);
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
