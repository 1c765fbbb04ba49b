using System.Linq;
using System.Text;

namespace EcrBoot.Help;

/// <summary>Writes docs/, one page a cmdlet.</summary>
internal static class MarkdownWriter
{
    public static string Write(CmdletPage page)
    {
        var text = new StringBuilder();
        text.Append("<!-- Made from the docstrings of the cmdlet. Change them there. -->\n");
        text.Append($"# {page.Name}\n\n{page.Text.Summary}\n\n## Syntax\n\n```\n");
        foreach (var set in page.Sets)
        {
            var parts = set.Select(static pair => Syntax(pair.Parameter, pair.Use.Mandatory, pair.Use.Position >= 0));
            text.Append($"{page.Name} {string.Join(' ', parts)}{(page.SupportsShouldProcess ? " [-WhatIf] [-Confirm]" : "")} [<CommonParameters>]\n");
        }

        text.Append("```\n\n## Description\n\n");
        foreach (var paragraph in page.Text.Remarks)
            text.Append($"{paragraph}\n\n");
        text.Append("## Examples\n\n");
        foreach (var (code, words) in page.Text.Examples)
            text.Append($"```powershell\n{code}\n```\n\n{words}\n\n");
        text.Append("## Parameters\n\n| Parameter | Type | Meaning |\n|---|---|---|\n");
        foreach (var parameter in page.Parameters)
            text.Append($"| `-{parameter.Name}` | {parameter.TypeName} | {Meaning(parameter)} |\n");
        text.Append($"\n## Output\n\n{(page.Outputs.Count == 0 ? "None" : string.Join(", ", page.Outputs.Select(static output => $"`{output}`")))}.\n");
        return text.ToString();
    }

    private static string Syntax(CmdletParameter parameter, bool mandatory, bool positional)
    {
        var name = positional ? $"[-{parameter.Name}]" : $"-{parameter.Name}";
        var whole = parameter.IsSwitch ? name : $"{name} <{parameter.TypeName}>";
        return mandatory ? whole : $"[{whole}]";
    }

    private static string Meaning(CmdletParameter parameter)
    {
        var meaning = parameter.Text.Summary.Replace("|", "\\|", System.StringComparison.Ordinal);
        if (parameter.Default != "None")
            meaning += $" Default: {parameter.Default}.";
        if (parameter.Aliases.Count > 0)
            meaning += $" Aliases: {string.Join(", ", parameter.Aliases)}.";
        return meaning;
    }
}
