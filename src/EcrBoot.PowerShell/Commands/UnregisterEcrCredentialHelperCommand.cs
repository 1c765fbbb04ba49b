using System;
using System.Collections.Generic;
using System.Management.Automation;
using EcrBoot.Abstractions;
using EcrBoot.Boot;
using EcrBoot.Completion;
using EcrBoot.Docker;

namespace EcrBoot.Commands;

/// <summary>Takes the credential helper docker-credential-ecrboot out of docker configurations.</summary>
/// <remarks>
/// <para>It removes the entries that name this helper, and nothing else. The next pull from those registries needs a login, as by Connect-EcrRegistry.</para>
/// <para>With -AllUsers it also removes the program, unless the boot hook uses it or some registries are left.</para>
/// </remarks>
/// <example>
/// <code>Unregister-EcrCredentialHelper -AllUsers</code>
/// <para>As root, takes it out for everybody and removes the program.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Unregister, "EcrCredentialHelper", SupportsShouldProcess = true, DefaultParameterSetName = "User")]
public sealed class UnregisterEcrCredentialHelperCommand : HelperCmdlet
{
    /// <summary>The registries, by host name or account id; wildcards are allowed. Left out, it is every registry that the helper serves.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Registry { get; set; }

    /// <summary>Removes the entries.</summary>
    protected override void ProcessRecord()
    {
        try
        {
            var filter = new RegistryFilter(Registry ?? Array.Empty<string>());
            foreach (var location in Configs())
                Unregister(location, Registry is null ? static _ => true : filter.Includes);
        }
        catch (EcrException e)
        {
            ThrowTerminatingError(Record(e, target: null));
        }
    }

    /// <summary>Removes the program where nobody asks it any more.</summary>
    protected override void EndProcessing()
    {
        try
        {
            var installation = Installation();
            if (AllUsers.IsPresent && HelperInstallation.IsPermitted && !installation.IsUsed())
                Take(installation.Uninstall());
        }
        catch (EcrException e)
        {
            ThrowTerminatingError(Record(e, EcrCredentialHelper.ProgramName));
        }
    }

    private void Unregister(DockerConfigLocation location, Func<string, bool> which)
    {
        try
        {
            var registration = new HelperRegistration(location);
            var mine = new List<string>(registration.Registered());
            mine.RemoveAll(host => !which(host));
            if (mine.Count == 0)
            {
                if (!AllUsers.IsPresent)
                    WriteError(Record(new EcrException(EcrErrorReason.NotLoggedIn, $"The credential helper serves no such registry in '{location.ConfigPath}'.", "See which it serves with Get-EcrLogin."), location.ConfigPath));
                return;
            }

            mine.RemoveAll(host => !ShouldProcess($"{host} in {location.ConfigPath}", "Take the credential helper out"));
            if (mine.Count > 0)
                Run(cancellation => registration.Unregister(mine.Contains, cancellation));
        }
        catch (EcrException e)
        {
            WriteError(Record(e, location.ConfigPath));
        }
    }
}
