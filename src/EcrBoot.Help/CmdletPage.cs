using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace EcrBoot.Help;

/// <summary>Everything there is to say of one cmdlet, read from its type and its docstrings.</summary>
internal sealed class CmdletPage
{
    private CmdletPage(Type type, CmdletAttribute cmdlet, Docstring text, IReadOnlyList<CmdletParameter> parameters)
    {
        Name = $"{cmdlet.VerbName}-{cmdlet.NounName}";
        Verb = cmdlet.VerbName;
        Noun = cmdlet.NounName;
        SupportsShouldProcess = cmdlet.SupportsShouldProcess;
        Text = text;
        Parameters = parameters;
        Outputs = type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(static output => output.Type).Select(static output => output.Name).ToList();
    }

    public string Name { get; }

    public string Verb { get; }

    public string Noun { get; }

    public bool SupportsShouldProcess { get; }

    public Docstring Text { get; }

    public IReadOnlyList<CmdletParameter> Parameters { get; }

    public IReadOnlyList<string> Outputs { get; }

    /// <summary>The types that come down the pipeline by value.</summary>
    public IEnumerable<string> Inputs => Parameters.Where(static parameter => parameter.Uses.Any(static use => use.ValueFromPipeline))
        .Select(static parameter => parameter.Type.FullName!).Distinct(StringComparer.Ordinal);

    /// <summary>The parameter sets, each with its parameters in the order of their positions.</summary>
    public IEnumerable<IReadOnlyList<(CmdletParameter Parameter, ParameterAttribute Use)>> Sets
    {
        get
        {
            var names = Parameters.SelectMany(static parameter => parameter.Uses).Select(static use => use.ParameterSetName)
                .Where(static name => name != ParameterAttribute.AllParameterSets).Distinct(StringComparer.Ordinal).DefaultIfEmpty(ParameterAttribute.AllParameterSets);
            foreach (var name in names)
            {
                yield return Parameters
                    .Select(parameter => (Parameter: parameter, Use: parameter.In(name)))
                    .Where(static pair => pair.Use is not null)
                    .Select(static pair => (pair.Parameter, Use: pair.Use!))
                    .OrderBy(static pair => pair.Use.Position == int.MinValue ? int.MaxValue : pair.Use.Position)
                    .ThenByDescending(static pair => pair.Use.Mandatory)
                    .ToList();
            }
        }
    }

    /// <summary>The pages of all cmdlets of an assembly.</summary>
    public static IReadOnlyList<CmdletPage> ReadAll(Assembly assembly, XDocument comments)
    {
        var members = comments.Descendants("member").ToDictionary(static member => member.Attribute("name")!.Value, StringComparer.Ordinal);
        return assembly.GetExportedTypes()
            .Where(static type => type.GetCustomAttribute<CmdletAttribute>() is not null)
            .Select(type => new CmdletPage(type, type.GetCustomAttribute<CmdletAttribute>()!, Of(members, "T:" + type.FullName), ParametersOf(type, members)))
            .OrderBy(static page => page.Name, StringComparer.Ordinal)
            .ToList();
    }

    private static List<CmdletParameter> ParametersOf(Type type, Dictionary<string, XElement> members)
    {
        var instance = Activator.CreateInstance(type);
        return type.GetProperties()
            .Where(static property => property.IsDefined(typeof(ParameterAttribute)))
            .OrderBy(property => Depth(type, property.DeclaringType!))
            .ThenBy(static property => property.MetadataToken)
            .Select(property => new CmdletParameter(property, Of(members, $"P:{property.DeclaringType!.FullName}.{property.Name}"), property.GetValue(instance)))
            .ToList();
    }

    // A cmdlet's own parameters come before those it shares.
    private static int Depth(Type type, Type declaring)
    {
        var depth = 0;
        for (var at = type; at is not null && at != declaring; at = at.BaseType)
            depth++;
        return depth;
    }

    private static Docstring Of(Dictionary<string, XElement> members, string name) => new(members.GetValueOrDefault(name));
}
