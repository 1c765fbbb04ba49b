using System;
using System.Collections.Generic;
using System.Management.Automation;
using EcrBoot.Boot;
using EcrBoot.Host;

namespace EcrBoot.Abstractions;

/// <summary>What the cmdlets of the boot hook share: the root, and steps that -WhatIf shows one by one.</summary>
public abstract class BootHookCmdlet : EcrCmdlet
{
    /// <summary>The root of an image to work on, as it is mounted here. Left out, it is this host.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    /// <summary>The folder of this module.</summary>
    private protected string ModuleFolder => MyInvocation.MyCommand.Module?.ModuleBase ?? System.IO.Path.GetDirectoryName(GetType().Assembly.Location)!;

    /// <summary>Does something with the hook; an error ends the command.</summary>
    private protected void WithHook(Action<HookInstallation> work)
    {
        try
        {
            work(new HookInstallation(Root is null ? "/" : GetUnresolvedProviderPathFromPSPath(Root), new HostEnvironment()));
        }
        catch (EcrException e)
        {
            ThrowTerminatingError(Record(e, Root ?? "/"));
        }
    }

    /// <summary>Takes the steps.</summary>
    /// <returns>Whether all were taken.</returns>
    private protected bool Take(IReadOnlyList<PlannedChange> steps)
    {
        var all = true;
        foreach (var step in steps)
        {
            if (!ShouldProcess(step.Target, step.Action))
            {
                all = false;
                continue;
            }

            Run(
                async (_, cancellation) =>
                {
                    await step.ApplyAsync(cancellation).ConfigureAwait(false);
                    return true;
                },
                timeoutSec: 60);
        }

        return all;
    }
}
