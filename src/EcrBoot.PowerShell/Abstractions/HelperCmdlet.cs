using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using EcrBoot.Boot;
using EcrBoot.Completion;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Abstractions;

/// <summary>What the cmdlets of the credential helper share: whose docker configurations, and the program on docker's PATH.</summary>
public abstract class HelperCmdlet : PlannedCmdlet
{
    /// <summary>The users whose docker is meant; needs root. Left out, it is the caller.</summary>
    [Parameter(ParameterSetName = "User", ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    /// <summary>Every user with a login shell, and users to come by way of /etc/skel; needs root. podman is told too, where it is installed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AllUsers")]
    public SwitchParameter AllUsers { get; set; }

    /// <summary>The folder of config.json, as in docker --config.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Config", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? DockerConfig { get; set; }

    /// <summary>The root of an image to work on, as it is mounted here, with -User or -AllUsers. Left out, it is this host.</summary>
    [Parameter(ParameterSetName = "User", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "AllUsers", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    /// <summary>The environment and the clock.</summary>
    private protected HostEnvironment Environment { get; } = new();

    /// <summary>The docker configurations meant; each that cannot be found out is an error.</summary>
    private protected IReadOnlyList<DockerConfigLocation> Configs()
    {
        if (!AllUsers.IsPresent && Root is null)
            return ConfigChoice.Resolve(User, DockerConfig is null ? null : GetUnresolvedProviderPathFromPSPath(DockerConfig), Environment, (error, target) => WriteError(Record(error, target)));
        if (!HelperInstallation.IsPermitted)
            throw new EcrException(EcrErrorReason.RootRequired, "Only root can change other users' docker configurations.", "Run it as root, as with: sudo pwsh");
        if (AllUsers.IsPresent)
            return Installation().ForAllUsers();
        if (User is null or { Length: 0 })
            throw new EcrException(EcrErrorReason.BadArgument, "An image has no caller whose docker could be meant.", "Give -User or -AllUsers with -Root.");
        var found = new List<DockerConfigLocation>();
        foreach (var name in User)
        {
            try
            {
                found.Add(Installation().ForUser(name));
            }
            catch (EcrException e)
            {
                WriteError(Record(e, name));
            }
        }

        return found;
    }

    /// <summary>The helper's program on this host or in the image.</summary>
    private protected HelperInstallation Installation() => new(Root is null ? "/" : GetUnresolvedProviderPathFromPSPath(Root), Environment);

    /// <summary>Runs a short piece of work that may wait for another writer.</summary>
    private protected T Run<T>(System.Func<CancellationToken, T> work) =>
        Run((_, cancellation) => System.Threading.Tasks.Task.Run(() => work(cancellation), cancellation), timeoutSec: 60);
}
