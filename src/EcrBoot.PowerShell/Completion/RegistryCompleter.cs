using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using EcrBoot.Abstractions;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Completion;

/// <summary>Completes the names of registries that the docker configuration already holds, and ECR Public's.</summary>
public sealed class RegistryCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete.Trim('\'', '"');
        return Hosts(fakeBoundParameters["User"] as string, fakeBoundParameters["DockerConfig"] as string)
            .Append("public.ecr.aws")
            .Distinct(StringComparer.Ordinal)
            .Where(host => host.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static host => new CompletionResult(host, host, CompletionResultType.ParameterValue, host));
    }

    private static IEnumerable<string> Hosts(string? user, string? dockerConfig)
    {
        try
        {
            var host = new HostEnvironment();
            var folder = dockerConfig is null ? null : Runspace.DefaultRunspace.SessionStateProxy.Path.GetUnresolvedProviderPathFromPSPath(dockerConfig);
            var location = DockerConfigLocation.Resolve(user is null ? folder : null, user is null ? null : OsUser.Find(user), host);
            var logins = new DockerLogins(location, host);
            return logins.Hosts(new RegistryFilter(names: null).Includes);
        }
        catch (EcrException)
        {
            // The command itself will say what is wrong.
            return Array.Empty<string>();
        }
    }
}
