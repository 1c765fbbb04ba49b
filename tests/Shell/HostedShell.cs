using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Shell;

/// <summary>The real PowerShell engine in this process, with one runspace: for the tests, the demo and the benchmarks.</summary>
public sealed class HostedShell : IDisposable
{
    private readonly Runspace _runspace;

    /// <summary>Opens a runspace.</summary>
    /// <param name="screen">Where a person's screen would be; nowhere if null.</param>
    public HostedShell(TextWriter? screen = null)
    {
        // PowerShell.Create() alone fails in a host without ConsoleHost.
        var state = InitialSessionState.CreateDefault2();

        // As powershell.exe -ExecutionPolicy Bypass: where nothing is set, Windows refuses format files too.
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        _runspace = screen is null
            ? RunspaceFactory.CreateRunspace(state)
            : RunspaceFactory.CreateRunspace(new ScreenHost(screen), state);
        _runspace.Open();
        if (screen is not null)
            Run("$PSStyle.OutputRendering = 'PlainText'");
    }

    /// <summary>The manifest of the published module.</summary>
    public static string Manifest { get; } = Path.Combine(FindRoot(), "out", "EcrBoot", "EcrBoot.psd1");

    /// <summary>The folder with EcrBoot.slnx.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Manifest)!, "..", ".."));

    /// <summary>Runs a script and gives everything it wrote, an error that ended it included.</summary>
    /// <param name="script">What a person would type.</param>
    public ShellResult Run(string script)
    {
        using var shell = Create(script);
        Exception? terminating = null;
        ICollection<PSObject> output = [];
        try
        {
            output = shell.Invoke();
        }
        catch (RuntimeException e)
        {
            terminating = e;
        }

        return new ShellResult(shell, output, terminating);
    }

    /// <summary>Runs a script and presses Ctrl+C at a given moment.</summary>
    /// <param name="script">What a person would type.</param>
    /// <param name="moment">Ends when Ctrl+C is to be pressed.</param>
    /// <returns>How long the pipeline took to end after that.</returns>
    public async Task<TimeSpan> InterruptAsync(string script, Task moment)
    {
        using var shell = Create(script);
        var running = shell.InvokeAsync();
        await moment;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await shell.StopAsync(callback: null, state: null);
        try
        {
            await running;
        }
        catch (PipelineStoppedException)
        {
            // That is what was asked for.
        }

        return watch.Elapsed;
    }

    /// <summary>Runs a script as at the prompt: the screen shows the output as a person would see it.</summary>
    /// <param name="script">What a person would type.</param>
    /// <returns>Whether it ended without an error.</returns>
    public bool Show(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script).AddCommand("Out-Default");
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        try
        {
            shell.Invoke();
            return !shell.HadErrors;
        }
        catch (RuntimeException e)
        {
            using var error = PowerShell.Create(_runspace);
            error.AddCommand("Out-Default").AddParameter("InputObject", e.ErrorRecord);
            error.Invoke();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EcrBoot.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("EcrBoot.slnx is in no folder above this program.");
    }

    private PowerShell Create(string script)
    {
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        return shell;
    }
}
