using System.Management.Automation;
using EcrBoot.Abstractions;

namespace EcrBoot.Commands;

/// <summary>Tests whether this boot's login to Amazon ECR was made, as yes or no.</summary>
/// <remarks>
/// <para>It gives true only where the verdict of Get-EcrBootLog is Succeeded. Otherwise it gives false, and an error that names the cause and what to do; the ErrorId is the reason, such as AccessDenied, LoginExpired or LogStale. A script that shall end there sets $ErrorActionPreference = 'Stop'.</para>
/// </remarks>
/// <example>
/// <code>if (-not (Test-EcrBootLog -Wait)) { exit 1 }</code>
/// <para>Ends a script where the login of this boot was not made, after waiting for it.</para>
/// </example>
/// <example>
/// <code>Test-EcrBootLog -Registry 123456789012.dkr.ecr.eu-central-1.amazonaws.com | Should -BeTrue</code>
/// <para>The same in a Pester test, for one registry.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "EcrBootLog")]
[OutputType(typeof(bool))]
public sealed class TestEcrBootLogCommand : BootLogCmdlet
{
    /// <summary>Judges and writes.</summary>
    protected override void ProcessRecord()
    {
        var judgement = Judge();
        WriteObject(judgement.Error is null);
        if (judgement.Error is { } error)
            WriteError(Record(error, judgement.Log));
    }
}
