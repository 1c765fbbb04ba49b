using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrBoot.Abstractions;
using EcrBoot.Boot;
using EcrBoot.Completion;
using EcrBoot.Docker;
using EcrBoot.Login;

namespace EcrBoot.Commands;

/// <summary>Makes docker ask the credential helper docker-credential-ecrboot for its logins to Amazon ECR.</summary>
/// <remarks>
/// <para>With the helper no token lies in config.json and none runs out after 12 hours: docker asks at each pull, and the helper answers from its cache or from AWS. The file docs/file-or-helper.md tells when which of the two fits.</para>
/// <para>It writes entries of credHelpers, for the registries named and for no others, and keeps everything else in the file. Logins of those registries in the file are removed, since docker would not look at them any more. Another helper's entry is kept, unless -Force is given.</para>
/// <para>As root it puts the program on the PATH as /usr/bin/docker-credential-ecrboot. Without root the program must be there already.</para>
/// </remarks>
/// <example>
/// <code>Register-EcrCredentialHelper 123456789012.dkr.ecr.eu-central-1.amazonaws.com -User runner</code>
/// <para>As root, sets the helper up for the user runner.</para>
/// </example>
/// <example>
/// <code>Register-EcrCredentialHelper -AllUsers</code>
/// <para>As root on EC2, sets it up for everybody and the instance's own registry.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Register, "EcrCredentialHelper", SupportsShouldProcess = true, DefaultParameterSetName = "User")]
[OutputType(typeof(EcrLogin))]
public sealed class RegisterEcrCredentialHelperCommand : HelperCmdlet
{
    private readonly List<string> _names = new();

    /// <summary>The registries, by host name, URL, image reference or 12-digit account id. Left out, AWS is asked for the name of the caller's own.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RegistryUri", "RepositoryUri", "Image")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Registry { get; set; }

    /// <summary>Takes the place of another credential helper that serves one of the registries.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Collects.</summary>
    protected override void ProcessRecord() => _names.AddRange(Registry ?? Array.Empty<string>());

    /// <summary>Registers; writes one entry for each registry and user.</summary>
    protected override void EndProcessing()
    {
        try
        {
            var hosts = Hosts();
            var configs = Configs();
            if (hosts.Count == 0 || configs.Count == 0 || !Install())
                return;
            foreach (var location in configs)
                Register(location, hosts);
        }
        catch (EcrException e)
        {
            ThrowTerminatingError(Record(e, e.Reason == EcrErrorReason.RootRequired ? null : string.Join(", ", _names)));
        }
    }

    private bool Install()
    {
        var installation = Installation();
        if (HelperInstallation.IsPermitted)
        {
            // With -WhatIf none of the steps is taken, and the rest is shown all the same.
            Take(installation.Install(ModuleFolder, AllUsers.IsPresent));
            return true;
        }

        return installation.IsOnPath ? true : throw new EcrException(
            EcrErrorReason.RootRequired,
            $"The program {EcrCredentialHelper.ProgramName} is not on the PATH, and only root can put it there.",
            "Run the command once as root, as with: sudo pwsh");
    }

    private void Register(DockerConfigLocation location, IReadOnlyList<string> hosts)
    {
        if (!ShouldProcess(location.ConfigPath, $"Register the credential helper for {string.Join(", ", hosts)}"))
            return;
        try
        {
            Run(cancellation => new HelperRegistration(location).Register(hosts, Force.IsPresent, cancellation));
            foreach (var host in hosts)
                WriteObject(EcrLogin.OfHelper(host, location));
        }
        catch (EcrException e)
        {
            WriteError(Record(e, location.ConfigPath));
        }
    }

    private IReadOnlyList<string> Hosts()
    {
        var hosts = new List<string>();
        foreach (var name in _names.Distinct(StringComparer.OrdinalIgnoreCase).DefaultIfEmpty())
        {
            try
            {
                var host = Run((_, cancellation) => RegistryNames.HostAsync(name, Environment, cancellation), timeoutSec: 60);
                if (!hosts.Contains(host, StringComparer.Ordinal))
                    hosts.Add(host);
            }
            catch (EcrException e)
            {
                WriteError(Record(e, name));
            }
        }

        return hosts;
    }
}
