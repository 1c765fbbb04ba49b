using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using EcrBoot.Host;

namespace EcrBoot.Completion;

/// <summary>Completes the names of this host's users.</summary>
public sealed class UserCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete.Trim('\'', '"');
        return OsUser.KnownNames()
            .Where(name => name.StartsWith(word, StringComparison.Ordinal))
            .Select(static name => new CompletionResult(name, name, CompletionResultType.ParameterValue, name));
    }
}
