using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrBoot.Abstractions;
using EcrBoot.Completion;
using EcrBoot.Docker;
using EcrBoot.Registry;

namespace EcrBoot.Commands;

/// <summary>Removes Amazon ECR logins from a docker configuration.</summary>
/// <remarks>
/// <para>It removes the entries of the registries named, from config.json or from the credential helper that keeps them, and nothing else. It calls neither AWS nor the registry.</para>
/// </remarks>
/// <example>
/// <code>Disconnect-EcrRegistry 123456789012.dkr.ecr.eu-central-1.amazonaws.com</code>
/// <para>Removes one login of the caller.</para>
/// </example>
/// <example>
/// <code>Get-EcrLogin -User runner | Disconnect-EcrRegistry</code>
/// <para>As root, removes every ECR login of the user runner.</para>
/// </example>
[Cmdlet(VerbsCommunications.Disconnect, "EcrRegistry", SupportsShouldProcess = true, DefaultParameterSetName = "User")]
public sealed class DisconnectEcrRegistryCommand : DockerConfigCmdlet
{
    /// <summary>The registries, by host name, URL, image reference or account id; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "User")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Config")]
    [Alias("RegistryUri", "RepositoryUri", "Image")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Registry { get; set; }

    /// <summary>Logins to remove, from Get-EcrLogin.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Login")]
    [ValidateNotNull]
    public EcrLogin? InputObject { get; set; }

    /// <summary>Removes.</summary>
    protected override void ProcessRecord()
    {
        var (users, folder) = InputObject is null ? (User, ConfigFolder()) : LoginBatch.Owner(InputObject);
        var names = InputObject is null ? Registry! : new[] { InputObject.Registry };
        ForEachConfig(users, folder, (location, logins) =>
        {
            var errors = new List<ErrorRecord>();
            foreach (var name in names)
                Remove(name, location, logins, errors);
            errors.ForEach(WriteError);
        });
    }

    private void Remove(string name, DockerConfigLocation location, DockerLogins logins, List<ErrorRecord> errors)
    {
        var hosts = WildcardPattern.ContainsWildcardCharacters(name) ? Matching(name, location, logins, errors) : Named(name, logins);
        hosts.RemoveAll(host => !ShouldProcess($"{host} in {location.ConfigPath}", "Remove the login"));
        if (hosts.Count == 0)
            return;
        foreach (var removed in Run(cancellation => logins.RemoveAsync(hosts, cancellation)))
        {
            if (removed.Error is { } failure)
                errors.Add(Record(failure, removed.Host));
        }
    }

    private List<string> Matching(string pattern, DockerConfigLocation location, DockerLogins logins, List<ErrorRecord> errors)
    {
        var found = Run(cancellation => logins.ListAsync(new RegistryFilter(new[] { pattern }).Includes, cancellation));
        foreach (var failed in found.Where(static login => login.Error is not null))
            errors.Add(Record(failed.Error!, failed.Host.Length > 0 ? failed.Host : location.ConfigPath));
        return found.Where(static login => login.Error is null && (!login.Store.IsEcrHelper || login.ExpiresAt is not null)).Select(static login => login.Host).ToList();
    }

    // Not every helper can list what it keeps, and none has to: the file tells how the name is written, and what an account id stands for.
    private static List<string> Named(string name, DockerLogins logins)
    {
        var hosts = logins.Hosts(new RegistryFilter(new[] { name }).Includes).ToList();
        if (hosts.Count == 0)
            hosts.Add(RegistryHost.Of(name) is { Length: > 0 } host ? host : RegistryHost.Shown(name));
        return hosts;
    }
}
