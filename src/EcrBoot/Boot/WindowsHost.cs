using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>This Windows.</summary>
internal sealed class WindowsHost : IWindowsHost
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly HostEnvironment _host;

    public WindowsHost(HostEnvironment host) => _host = host;

    public WindowsFolders Folders { get; } = WindowsFolders.OfHost;

    public bool IsElevated => WindowsSid.IsElevated();

    public IReadOnlyDictionary<string, string> Held => HeldRunners.Read();

    public bool HasRegistry => HeldRunners.IsAny;

    public string? Doubt(string folder) => ProtectedFolder.Doubt(folder);

    public IReadOnlyList<RunnerService> Services(IReadOnlyList<string> patterns) => RunnerServices.Find(patterns);

    public string? Refusal(string service) => WindowsService.Refusal(service);

    public void SetStart(string service, string start) => RunnerServices.SetStart(service, start);

    public void Hold(string service, string start) => HeldRunners.Add(service, start);

    public void TellEnd() => HeldRunners.TellEnd();

    public void ClearRegistry() => HeldRunners.Clear();

    public byte[]? Task(string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(Folders.Tasks, name));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EcrException(EcrErrorReason.HookFault, $"The task '{name}' cannot be read: {e.Message.TrimEnd('.')}.", "Run it as an administrator.", e);
        }
    }

    public async Task RunAsync(string tool, string arguments, CancellationToken cancellation)
    {
        try
        {
            var run = await HostProcess.RunAsync(Folders.Tool(tool), arguments, input: "", user: null, _host, s_patience, cancellation).ConfigureAwait(false);
            if (run.ExitCode != 0)
                throw Fault($"failed with {HookCommand.Number(run.ExitCode)}: {(run.Errors + run.Output).Trim().TrimEnd('.')}", inner: null);
        }
        catch (Win32Exception e)
        {
            throw Fault("cannot be started: " + e.Message.TrimEnd('.'), e);
        }

        EcrException Fault(string what, Exception? inner) =>
            new(EcrErrorReason.HookFault, $"'{tool} {arguments}' {what}.", "Correct that, and run the command again.", inner);
    }
}
