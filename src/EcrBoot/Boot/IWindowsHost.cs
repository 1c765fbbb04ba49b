using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Boot;

/// <summary>What the hook's installation asks of Windows, besides files.</summary>
internal interface IWindowsHost
{
    /// <summary>Where everything lies.</summary>
    WindowsFolders Folders { get; }

    /// <summary>Whether this process may act as an administrator.</summary>
    bool IsElevated { get; }

    /// <summary>Why what is written below a folder might land elsewhere; null where it will not.</summary>
    string? Doubt(string folder);

    /// <summary>The services whose names fit.</summary>
    IReadOnlyList<RunnerService> Services(IReadOnlyList<string> patterns);

    /// <summary>Why a service cannot be changed; null where it can.</summary>
    string? Refusal(string service);

    /// <summary>Sets how a service starts.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="start">One of the words of <see cref="RunnerService"/>.</param>
    /// <exception cref="EcrException">HookFault.</exception>
    void SetStart(string service, string start);

    /// <summary>The services that are held, and how they started before.</summary>
    IReadOnlyDictionary<string, string> Held { get; }

    /// <summary>Whether the registry has anything of ours.</summary>
    bool HasRegistry { get; }

    /// <summary>Writes down that a service is held.</summary>
    void Hold(string service, string start);

    /// <summary>Tells that this boot's login has ended.</summary>
    void TellEnd();

    /// <summary>Removes all of ours from the registry.</summary>
    void ClearRegistry();

    /// <summary>A task as the Task Scheduler keeps it; null where there is none.</summary>
    byte[]? Task(string name);

    /// <summary>Runs a program of the system's.</summary>
    /// <param name="tool">Its name.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <exception cref="EcrException">HookFault: it failed. TimedOut.</exception>
    Task RunAsync(string tool, string arguments, CancellationToken cancellation);
}
