using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;

namespace EcrBoot.Help;

/// <summary>The documentation comment of one type or member.</summary>
internal sealed class Docstring
{
    private readonly XElement? _member;

    public Docstring(XElement? member) => _member = member;

    /// <summary>The summary on one line.</summary>
    public string Summary => Flat(_member?.Element("summary"));

    /// <summary>The paragraphs of the remarks.</summary>
    public IReadOnlyList<string> Remarks => _member?.Element("remarks")?.Elements("para").Select(Flat).ToList() ?? [];

    /// <summary>The examples: what is typed, and what it does.</summary>
    public IReadOnlyList<(string Code, string Text)> Examples =>
        _member?.Elements("example").Select(example => (Flat(example.Element("code")), Flat(example.Element("para")))).ToList() ?? [];

    private static string Flat(XElement? element)
    {
        if (element is null)
            return "";
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText words => words.Value,
                XElement { Name.LocalName: "see" } see => (see.Attribute("cref")?.Value ?? "").Split('.').Last(),
                XElement inner => Flat(inner),
                _ => "",
            });
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, System.StringSplitOptions.RemoveEmptyEntries));
    }
}
