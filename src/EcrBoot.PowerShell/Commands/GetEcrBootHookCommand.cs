using System.Management.Automation;
using EcrBoot.Abstractions;
using EcrBoot.Boot;

namespace EcrBoot.Commands;

/// <summary>Shows the boot hook of this host or of an image, and what differs from what this module would install.</summary>
/// <remarks>
/// <para>The state is NotInstalled, Installed, or Drifted: then Drift names each file that is missing or was changed. A program of another version of the module is drift too; Install-EcrBootHook puts it right. It warns of what would defeat the login.</para>
/// </remarks>
/// <example>
/// <code>Get-EcrBootHook</code>
/// <para>Shows the hook of this host.</para>
/// </example>
/// <example>
/// <code>(Get-EcrBootHook -Root /mnt/image).Drift</code>
/// <para>Lists what differs in a mounted image.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EcrBootHook")]
[OutputType(typeof(EcrBootHook))]
public sealed class GetEcrBootHookCommand : BootHookCmdlet
{
    /// <summary>Reads and writes.</summary>
    protected override void ProcessRecord() => WithHook(hook =>
    {
        var state = hook.Read(ModuleFolder);
        if (state.Status != HookStatus.NotInstalled)
        {
            foreach (var warning in hook.Warnings(state.Options))
                WriteWarning(warning);
        }

        WriteObject(EcrBootHook.Of(state));
    });
}
