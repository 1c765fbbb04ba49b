using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace EcrBoot.Help;

/// <summary>One parameter of a cmdlet.</summary>
internal sealed class CmdletParameter
{
    public CmdletParameter(PropertyInfo property, Docstring text, object? defaultValue)
    {
        Name = property.Name;
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Text = text;
        Uses = property.GetCustomAttributes<ParameterAttribute>().ToList();
        Aliases = property.GetCustomAttribute<AliasAttribute>()?.AliasNames.ToList() ?? [];
        AcceptsWildcards = property.IsDefined(typeof(SupportsWildcardsAttribute));
        Default = defaultValue switch
        {
            null or false or SwitchParameter => "None",
            IFormattable value => value.ToString(format: null, CultureInfo.InvariantCulture),
            _ => defaultValue.ToString()!,
        };
    }

    public string Name { get; }

    public Type Type { get; }

    public string TypeName => Type.Name;

    public Docstring Text { get; }

    public IReadOnlyList<ParameterAttribute> Uses { get; }

    public IReadOnlyList<string> Aliases { get; }

    public bool AcceptsWildcards { get; }

    public string Default { get; }

    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>How the parameter is used in a set; null where it is not.</summary>
    public ParameterAttribute? In(string set) =>
        Uses.FirstOrDefault(use => use.ParameterSetName == set || use.ParameterSetName == ParameterAttribute.AllParameterSets);

    /// <summary>Which pipeline input binds to it, in Get-Help's own words.</summary>
    public static string Pipeline(ParameterAttribute use) => (use.ValueFromPipeline, use.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };

    public static string Position(ParameterAttribute use) =>
        use.Position == int.MinValue ? "named" : use.Position.ToString(CultureInfo.InvariantCulture);
}
