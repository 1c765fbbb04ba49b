using System;
using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Boot;

/// <summary>What a boot's login does for the runners that wait for it, on Windows: it holds new ones, and tells the task that starts them when it has ended.</summary>
internal sealed class RunnerHold : IDisposable
{
    private readonly IWindowsHost _host;
    private readonly Action<string> _say;

    public RunnerHold(IWindowsHost host, Action<string> say)
    {
        _host = host;
        _say = say;
    }

    /// <summary>
    /// Holds services that were registered, or set to start by themselves, since. The system may have started them in this boot already, unless they are
    /// those that it starts two minutes late.
    /// </summary>
    public void TakeNew(IReadOnlyList<string> patterns)
    {
        try
        {
            foreach (var service in _host.Services(patterns).Where(static service => service.Start is not null))
            {
                _host.Hold(service.Name, service.Start!);
                _host.SetStart(service.Name, RunnerService.Manual);
                _say(service.Start == RunnerService.DelayedAuto
                    ? $"Held: the service {service.Name}, which was set to start by itself some time after the system, waits for the login from now on."
                    : $"Held: the service {service.Name} was set to start by itself and may have started before this login; from the next start of the system on it waits.");
            }
        }
        catch (EcrException e)
        {
            _say($"Not held: {e.Problem}");
        }
    }

    /// <summary>Tells that the login has ended.</summary>
    public void Dispose()
    {
        try
        {
            _host.TellEnd();
        }
        catch (EcrException e)
        {
            _say($"The runners start at the latest when the timeout is over: {e.Problem}");
        }
    }
}
