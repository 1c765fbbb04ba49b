using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace EcrBoot.Shell;

/// <summary>Everything one script wrote.</summary>
public sealed class ShellResult
{
    internal ShellResult(PowerShell shell, ICollection<PSObject> output, Exception? terminating)
    {
        Output = output.Where(static item => item is not null).ToList();
        Errors = shell.Streams.Error.ToList();
        Warnings = shell.Streams.Warning.Select(static record => record.Message).ToList();
        Information = shell.Streams.Information.Select(static record => record.MessageData.ToString() ?? "").ToList();
        Verbose = shell.Streams.Verbose.Select(static record => record.Message).ToList();
        Debug = shell.Streams.Debug.Select(static record => record.Message).ToList();
        Terminating = (terminating as RuntimeException)?.ErrorRecord;
        Exception = terminating;
    }

    /// <summary>The output stream.</summary>
    public IReadOnlyList<PSObject> Output { get; }

    /// <summary>The error stream.</summary>
    public IReadOnlyList<ErrorRecord> Errors { get; }

    /// <summary>The warnings.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The information stream.</summary>
    public IReadOnlyList<string> Information { get; }

    /// <summary>The verbose stream.</summary>
    public IReadOnlyList<string> Verbose { get; }

    /// <summary>The debug stream.</summary>
    public IReadOnlyList<string> Debug { get; }

    /// <summary>The error that ended the script; null where none did.</summary>
    public ErrorRecord? Terminating { get; }

    /// <summary>The exception that carried it.</summary>
    public Exception? Exception { get; }

    /// <summary>The id of every error, the terminating one last, without the cmdlet's class.</summary>
    public IReadOnlyList<string> ErrorIds => Errors.Append(Terminating).OfType<ErrorRecord>()
        .Select(static error => error.FullyQualifiedErrorId.Split(',')[0]).ToList();

    /// <summary>A property of each object written.</summary>
    public IReadOnlyList<object?> Property(string name) => Output.Select(item => item.Properties[name]?.Value).ToList();

    /// <summary>
    /// Everything as text, exceptions with all they hold: to look for secrets in. Properties that are scripts, such as a date's DateTime, are
    /// left out: they need the session's thread, and only repeat what the others hold.
    /// </summary>
    public string Everything() => string.Join(
        "\n",
        Output.SelectMany(static item => item.Properties.Where(static property => property is not PSScriptProperty).Select(static property => $"{property.Name}={property.Value}").Append(item.BaseObject.ToString()))
            .Concat(Errors.Append(Terminating).OfType<ErrorRecord>().SelectMany(static error => new[] { error.ToString(), error.Exception.ToString(), error.TargetObject?.ToString() ?? "", error.ScriptStackTrace ?? "" }))
            .Concat(Warnings).Concat(Information).Concat(Verbose).Concat(Debug)
            .Append(Exception?.ToString() ?? ""));
}
