using System.Collections.Generic;
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
        var isWhole = Registry?.Any(WildcardPattern.ContainsWildcardCharacters) ?? true;
        var errors = new List<ErrorRecord>();
        ForEachConfig(User, ConfigFolder(), (location, logins) =>
        {
            var found = Run(cancellation => logins.ListAsync(filter.Includes, cancellation));
            foreach (var login in found.Where(static login => login.Error is null && (login.Store.IsOurHelper || !login.Store.IsEcrHelper)))
                WriteObject(EcrLogin.Of(login));

            // That a helper cannot list is nothing to whoever has named a login that it has.
            foreach (var failed in found.Where(login => login.Error is not null && (login.Host.Length > 0 || isWhole || found.Count == 1)))
                errors.Add(Record(failed.Error!, failed.Host.Length > 0 ? failed.Host : location.ConfigPath));
        });
        errors.ForEach(WriteError);
    }
}
