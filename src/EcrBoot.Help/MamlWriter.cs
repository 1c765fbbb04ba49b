using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Xml.Linq;

namespace EcrBoot.Help;

/// <summary>Writes the file Get-Help reads. Source: Microsoft, "How to write cmdlet help" (MAML 2004/10).</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Help = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Write(IEnumerable<CmdletPage> pages) => new(
        new XElement(
            Help + "helpItems",
            new XAttribute("schema", "maml"),
            pages.Select(Page)));

    private static XElement Page(CmdletPage page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", page.Name),
            new XElement(Command + "verb", page.Verb),
            new XElement(Command + "noun", page.Noun),
            Description(page.Text.Summary)),
        Description(page.Text.Remarks.ToArray()),
        new XElement(Command + "syntax", page.Sets.Select(set => new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", page.Name),
            set.Select(static pair => Parameter(pair.Parameter, pair.Use)),
            page.SupportsShouldProcess ? new[] { Switch("WhatIf"), Switch("Confirm") } : null))),
        new XElement(Command + "parameters", page.Parameters.Select(static parameter => Parameter(parameter, parameter.Uses[0]))),
        new XElement(Command + "inputTypes", page.Inputs.Select(static input => new XElement(
            Command + "inputType",
            new XElement(Dev + "type", new XElement(Maml + "name", input))))),
        new XElement(Command + "returnValues", page.Outputs.Select(static output => new XElement(
            Command + "returnValue",
            new XElement(Dev + "type", new XElement(Maml + "name", output))))),
        new XElement(Command + "examples", page.Text.Examples.Select(static (example, at) => new XElement(
            Command + "example",
            new XElement(Maml + "title", $"-------- Example {at + 1} --------"),
            new XElement(Dev + "code", example.Code),
            new XElement(Dev + "remarks", new XElement(Maml + "para", example.Text))))),
        new XElement(Command + "relatedLinks"));

    private static XElement Parameter(CmdletParameter parameter, ParameterAttribute use) => new(
        Command + "parameter",
        new XAttribute("required", use.Mandatory ? "true" : "false"),
        new XAttribute("globbing", parameter.AcceptsWildcards ? "true" : "false"),
        new XAttribute("pipelineInput", CmdletParameter.Pipeline(use)),
        new XAttribute("position", CmdletParameter.Position(use)),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        Description(parameter.Text.Summary),
        parameter.IsSwitch
            ? null
            : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"), parameter.TypeName),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName)),
        new XElement(Dev + "defaultValue", parameter.Default));

    private static XElement Switch(string name) => new(
        Command + "parameter",
        new XAttribute("required", "false"),
        new XAttribute("position", "named"),
        new XElement(Maml + "name", name));

    private static XElement Description(params string[] paragraphs) =>
        new(Maml + "description", paragraphs.Select(static text => new XElement(Maml + "para", text)));
}
