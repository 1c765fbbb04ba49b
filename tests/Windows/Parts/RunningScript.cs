using System.IO;
using Xunit;

namespace EcrBoot.WindowsTests;

/// <summary>A script that runs in the prefix.</summary>
public sealed class RunningScript
{
    private readonly WineProcess _process;
    private readonly string _result;

    internal RunningScript(WineProcess process, string result)
    {
        _process = process;
        _result = result;
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Waits for its end and gives what it wrote.</summary>
    public EngineResult Finish()
    {
        var end = _process.Finish();
        Assert.True(File.Exists(_result), $"The engine wrote no result and ended with {end.ExitCode}: {end.Output}{end.Errors}");
        return EngineResult.Parse(File.ReadAllText(_result));
    }
}
