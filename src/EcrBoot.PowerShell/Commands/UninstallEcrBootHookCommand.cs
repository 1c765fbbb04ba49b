using System.Management.Automation;
using EcrBoot.Abstractions;
using EcrBoot.Boot;

namespace EcrBoot.Commands;

/// <summary>Removes the boot hook from this host or from an image, and restores what it changed.</summary>
/// <remarks>
/// <para>It removes every file and folder that Install-EcrBootHook made, and takes its block out of rc.local; on Windows it restores how services and tasks started. Logs, the users' logins and an /etc/ecrboot/environment that somebody has edited stay; it names them on the information stream.</para>
/// </remarks>
/// <example>
/// <code>Uninstall-EcrBootHook</code>
/// <para>As root, removes the hook of this host.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Uninstall, "EcrBootHook", SupportsShouldProcess = true)]
[OutputType(typeof(EcrBootHook))]
public sealed class UninstallEcrBootHookCommand : BootHookCmdlet
{
    /// <summary>Removes; writes what is then there.</summary>
    protected override void ProcessRecord() => WithHook(hook =>
    {
        var before = hook.Read(ModuleFolder);
        if (!Take(hook.Uninstall()))
            return;
        if (before.Status != HookStatus.NotInstalled)
        {
            foreach (var path in hook.Remains(before.Options))
                Say($"{path} stays.");
            Say("The users' logins stay. Disconnect-EcrRegistry removes them.");
        }

        WriteObject(EcrBootHook.Of(hook.Read(ModuleFolder)));
    });

    // As Write-Host does.
    private void Say(string text) => WriteInformation(new HostInformationMessage { Message = text }, new[] { "PSHOST" });
}
