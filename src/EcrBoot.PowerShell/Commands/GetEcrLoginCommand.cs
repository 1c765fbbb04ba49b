using System.Linq;
using System.Management.Automation;
using EcrBoot.Abstractions;
using EcrBoot.Completion;

namespace EcrBoot.Commands;

/// <summary>Lists the Amazon ECR logins in a docker configuration.</summary>
/// <remarks>
/// <para>It shows where each secret is kept and when it ends. It never shows the secret. The end is unknown where the stored password is not one that ECR issued.</para>
/// </remarks>
/// <example>
/// <code>Get-EcrLogin</code>
/// <para>Lists the caller's own logins.</para>
/// </example>
/// <example>
/// <code>Get-EcrLogin -User runner | Where-Object Remaining -lt ([timespan]::FromHours(1))</code>
/// <para>As root, lists the logins of the user runner that end within an hour.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "EcrLogin", DefaultParameterSetName = "User")]
[OutputType(typeof(EcrLogin))]
public sealed class GetEcrLoginCommand : DockerConfigCmdlet
{
    /// <summary>The registries to show, by host name, URL, image reference or account id; wildcards are allowed. Left out, all ECR registries are shown.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RegistryUri", "RepositoryUri", "Image")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Registry { get; set; }

    /// <summary>Reads and writes.</summary>
    protected override void ProcessRecord()
    {
        var filter = new RegistryFilter(Registry);
        ForEachConfig(User, ConfigFolder(), (_, logins) =>
        {
            foreach (var login in Run(cancellation => logins.ListAsync(filter.Includes, cancellation)).Where(static login => !login.Store.IsEcrHelper))
                WriteObject(EcrLogin.Of(login));
        });
    }
}
