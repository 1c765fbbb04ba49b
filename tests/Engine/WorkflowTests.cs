using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using EcrBoot.Shell;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace EcrBoot.Engine;

/// <summary>What can be said of the workflow without GitHub.</summary>
public sealed class WorkflowTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(HostedShell.Manifest)!, "..", ".."));
    private static readonly YamlMappingNode s_workflow = Read();

    private static IEnumerable<YamlMappingNode> Jobs => Map(s_workflow, "jobs").Children.Values.Cast<YamlMappingNode>();

    private static IEnumerable<(YamlMappingNode Job, YamlMappingNode Step)> Steps =>
        Jobs.SelectMany(static job => ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>(), static (job, step) => (job, step));

    [Fact]
    public void Its_actions_are_githubs_own_and_pinned_by_major_version() =>
        Assert.All(Steps.Select(static pair => Text(pair.Step, "uses")).OfType<string>(), static action => Assert.Matches("^actions/(checkout|setup-dotnet|upload-artifact|download-artifact)@v[0-9]+$", action));

    [Fact]
    public void It_may_read_the_repository_and_nothing_else()
    {
        Assert.Equal("contents: read", string.Join(", ", Map(s_workflow, "permissions").Children.Select(static pair => $"{pair.Key}: {pair.Value}")));
        Assert.DoesNotContain(Jobs, static job => job.Children.ContainsKey("permissions"));
    }

    [Fact]
    public void Every_job_has_an_end() => Assert.All(Jobs, static job => Assert.InRange(int.Parse(Text(job, "timeout-minutes")!), 1, 120));

    [Fact]
    public void Its_PowerShell_can_be_read() => Assert.All(Scripts("pwsh", "powershell"), static script =>
    {
        Parser.ParseInput(script, out _, out var errors);
        Assert.Empty(errors);
    });

    [Fact]
    public void Its_bash_can_be_read()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        Assert.All(Scripts("bash"), static script =>
        {
            using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-n", "-c", script]) { RedirectStandardError = true })!;
            Assert.Equal("", bash.StandardError.ReadToEnd());
        });
    }

    private static List<string> Scripts(params string[] shells)
    {
        var scripts = Steps
            .Where(pair => Text(pair.Step, "run") is not null && shells.Contains(Text(pair.Step, "shell") ?? Text(Map(Map(pair.Job, "defaults"), "run"), "shell")))
            .Select(static pair => Text(pair.Step, "run")!)
            .ToList();
        Assert.NotEmpty(scripts);
        return scripts;
    }

    private static YamlMappingNode Read()
    {
        var stream = new YamlStream();
        using var file = File.OpenText(Path.Combine(s_root, ".github", "workflows", "ci.yml"));
        stream.Load(file);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node[key];

    private static string? Text(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;
}
