using System;
using System.Management.Automation;
using EcrBoot.Boot;
using EcrBoot.Host;

namespace EcrBoot.Abstractions;

/// <summary>What the cmdlets of the boot hook share: the root.</summary>
public abstract class BootHookCmdlet : PlannedCmdlet
{
    /// <summary>The root of a Linux image to work on, as it is mounted here. Left out, it is this host.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    /// <summary>Does something with the hook; an error ends the command.</summary>
    private protected void WithHook(Action<HookInstallation> work)
    {
        try
        {
            work(HookInstallation.Open(Root is null ? null : GetUnresolvedProviderPathFromPSPath(Root), new HostEnvironment()));
        }
        catch (EcrException e)
        {
            ThrowTerminatingError(Record(e, Root ?? "/"));
        }
    }
}
