using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>What a person at the prompt sees: completion, help, the table.</summary>
public sealed class PromptTests
{
    [Theory]
    [InlineData("Disconnect-EcrRegistry 0000", "000000000001.dkr.ecr.eu-central-1.amazonaws.com")]
    [InlineData("Connect-EcrRegistry pub", "public.ecr.aws")]
    [InlineData("Get-EcrLogin -User roo", "root")]
    [InlineData("Connect-EcrRegistry -Timeo", "-TimeoutSec")]
    public async Task Arguments_are_completed(string typed, string completed)
    {
        await using var host = await EcrHost.StartAsync();
        host.Run($"Connect-EcrRegistry {EcrHost.Registry(1, "eu-central-1")}");
        var result = host.Run($"(TabExpansion2 -inputScript '{typed}' -cursorColumn {typed.Length}).CompletionMatches.CompletionText");
        Assert.Contains(completed, result.Output.Select(static item => item.ToString()));
    }

    [Fact]
    public async Task Completion_on_a_broken_configuration_gives_what_it_can()
    {
        await using var host = await EcrHost.StartAsync();
        host.WriteConfig("{ broken");
        var result = host.Run("(TabExpansion2 -inputScript 'Get-EcrLogin ' -cursorColumn 13).CompletionMatches.CompletionText");
        Assert.Contains("public.ecr.aws", result.Output.Select(static item => item.ToString()));
        Assert.Empty(result.ErrorIds);
    }

    [Theory]
    [InlineData("Connect-EcrRegistry")]
    [InlineData("Disconnect-EcrRegistry")]
    [InlineData("Get-EcrLogin")]
    public async Task Get_Help_knows_every_parameter_and_has_examples(string cmdlet)
    {
        await using var host = await EcrHost.StartAsync();
        var help = host.Run($"$h = Get-Help {cmdlet} -Full; $h.Synopsis; $h.examples.example.Count; $h.parameters.parameter.name -join ','");
        var lines = help.Output.Select(static item => item.ToString()).ToArray();
        Assert.EndsWith(".", lines[0], StringComparison.Ordinal);
        Assert.True(int.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture) >= 2);
        var common = Cmdlet.CommonParameters.Concat(Cmdlet.OptionalCommonParameters).ToHashSet(StringComparer.Ordinal);
        var parameters = host.Run($"(Get-Command {cmdlet}).Parameters.Keys").Output.Select(static item => item.ToString()!).Where(name => !common.Contains(name));
        Assert.Equal(parameters.Order(StringComparer.Ordinal), lines[2].Split(',').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_table_fits_80_columns()
    {
        await using var host = await EcrHost.StartAsync();
        using var screen = new StringWriter();
        using var shell = new HostedShell(screen);
        Assert.True(shell.Show($"Import-Module '{HostedShell.Manifest}'; Connect-EcrRegistry {EcrHost.Registry(1, "ap-southeast-1")}"));
        var lines = screen.ToString().ReplaceLineEndings("\n").Split('\n').Select(static line => Regex.Replace(line, "\e\\[[0-9;]*m", "")).ToArray();
        Assert.Contains("Login Succeeded", lines);
        Assert.Contains(lines, line => line.Contains("ap-southeast-1.amazonaws.com", StringComparison.Ordinal) && line.Contains("11h 5", StringComparison.Ordinal));
        Assert.All(lines, static line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void The_pages_of_docs_are_those_made_from_the_docstrings()
    {
        foreach (var made in Directory.GetFiles(Path.Combine(HostedShell.Root, "out", "docs")))
            Assert.Equal(File.ReadAllText(made), File.ReadAllText(Path.Combine(HostedShell.Root, "docs", Path.GetFileName(made))));
    }
}
