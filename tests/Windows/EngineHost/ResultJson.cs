using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using EcrBoot.Shell;

namespace EcrBoot.EngineHost;

/// <summary>Everything one script wrote, as JSON: objects with their text and their properties' texts, errors, and the other streams.</summary>
internal static class ResultJson
{
    public static string Of(ShellResult result) => JsonSerializer.Serialize(new
    {
        Output = result.Output.Select(static item => new
        {
            Text = Text(item.BaseObject) ?? item.ToString(),
            Properties = item.Properties
                .Where(static property => property is not PSScriptProperty)
                .ToDictionary(static property => property.Name, Value, StringComparer.OrdinalIgnoreCase),
        }),
        Errors = result.Errors.Append(result.Terminating).OfType<ErrorRecord>().Select(static error => new
        {
            Id = error.FullyQualifiedErrorId.Split(',')[0],
            Category = error.CategoryInfo.Category.ToString(),
            Message = error.ToString(),
            Detail = error.Exception.ToString(),
        }),
        result.Warnings,
        result.Information,
        result.Verbose,
        Exception = result.Exception?.ToString(),
    });

    private static string? Value(PSPropertyInfo property)
    {
        try
        {
            return Text(property.Value);
        }
        catch (GetValueException)
        {
            // Some of .NET's properties cannot be read at every moment.
            return null;
        }
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable item => item.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
