using System.Collections.Generic;
using EcrBoot.Boot;

namespace EcrBoot.Abstractions;

/// <summary>What the cmdlets share that change system files: steps that -WhatIf shows one by one.</summary>
public abstract class PlannedCmdlet : EcrCmdlet
{
    /// <summary>The folder of this module.</summary>
    private protected string ModuleFolder => MyInvocation.MyCommand.Module?.ModuleBase ?? System.IO.Path.GetDirectoryName(GetType().Assembly.Location)!;

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
