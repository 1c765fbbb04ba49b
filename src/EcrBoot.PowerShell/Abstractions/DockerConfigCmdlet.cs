using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Completion;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Abstractions;

/// <summary>What the cmdlets share that work on the logins of docker configurations: whose, where, and one error each.</summary>
public abstract class DockerConfigCmdlet : EcrCmdlet
{
    /// <summary>The users whose logins are meant; needs root, on Windows an elevated session. Left out, it is the caller.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "User")]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    /// <summary>The folder of config.json, as in docker --config. Left out, it is $DOCKER_CONFIG, else ~/.docker.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Config")]
    [ValidateNotNullOrEmpty]
    public string? DockerConfig { get; set; }

    /// <summary>The environment and the clock.</summary>
    private protected HostEnvironment Environment { get; } = new();

    /// <summary>Does something for each configuration meant. An error ends the work on that configuration only.</summary>
    private protected void ForEachConfig(string[]? users, string? dockerConfig, Action<DockerConfigLocation, DockerLogins> work)
    {
        foreach (var location in ConfigChoice.Resolve(users, dockerConfig, Environment, (error, target) => WriteError(Record(error, target))))
        {
            try
            {
                work(location, new DockerLogins(location, Environment));
            }
            catch (EcrException e)
            {
                WriteError(Record(e, location.ConfigPath));
            }
        }
    }

    /// <summary>Runs a short piece of work on a configuration.</summary>
    private protected T Run<T>(Func<CancellationToken, Task<T>> work) => Run((_, cancellation) => work(cancellation), timeoutSec: 60);

    /// <summary>The folder given, as the file system knows it.</summary>
    private protected string? ConfigFolder() => DockerConfig is null ? null : GetUnresolvedProviderPathFromPSPath(DockerConfig);
}
