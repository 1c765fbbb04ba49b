using System.Management.Automation;
using EcrBoot.Abstractions;

namespace EcrBoot.Commands;

/// <summary>Says whether this boot's login to Amazon ECR was made, and why not.</summary>
/// <remarks>
/// <para>The verdict is Succeeded only if this boot's login was made for every registry and user asked for, and every login is still there and has not expired. It is Failed with the reason, Running, Stale where what is there is of another boot or may be, Missing where there is nothing, and Unknown where nobody can tell: other users' logins are for root alone to see.</para>
/// <para>It also reads the log of the old recipe, aws ecr get-login-password | docker login, made by any version of docker, podman and aws-cli; only the last attempt in it counts. Such a log names no registry: a success counts only for registries whose stored login was issued in this boot.</para>
/// <para>With -Path that file alone is judged, and no login of this host is looked at: our own log by the boot it names, another by its text and the time it was written.</para>
/// </remarks>
/// <example>
/// <code>Get-EcrBootLog</code>
/// <para>Shows the verdict for this boot, with the reason, the remedy and the line of the log that decides.</para>
/// </example>
/// <example>
/// <code>Get-EcrBootLog -Wait -TimeoutSec 60 | Select-Object -ExpandProperty Entries</code>
/// <para>Waits for the login of a host that is booting, and shows each registry and user.</para>
/// </example>
/// <example>
/// <code>Get-EcrBootLog ./onboot-of-another-host</code>
/// <para>Reads a log that was brought from elsewhere.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EcrBootLog")]
[OutputType(typeof(EcrBootLog))]
public sealed class GetEcrBootLogCommand : BootLogCmdlet
{
    /// <summary>Judges and writes.</summary>
    protected override void ProcessRecord() => WriteObject(EcrBootLog.Of(Judge()));
}
