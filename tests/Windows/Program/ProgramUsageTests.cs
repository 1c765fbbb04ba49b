using System;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.WindowsTests.Program;

public sealed class ProgramUsageTests(WinePrefix wine)
{
    [Fact]
    public async Task Version_is_the_modules()
    {
        await using var host = await ProgramHost.StartAsync(wine);
        var version = Regex.Match(await File.ReadAllTextAsync(EngineSession.Manifest), "ModuleVersion\\s*=\\s*'([^']+)'").Groups[1].Value;
        Assert.Equal((0, $"ecrboot {version}"), Said(host.Run("version")));
    }

    [Fact]
    public async Task The_help_is_printed()
    {
        await using var host = await ProgramHost.StartAsync(wine);
        var help = host.Run("--help");
        Assert.Equal(0, help.ExitCode);
        Assert.StartsWith("NAME", help.Output, StringComparison.Ordinal);
        Assert.Contains(@"C:\ProgramData\EcrBoot\verdict.json", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("/run/ecrboot", help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logni", "did you mean 'login'?")]
    [InlineData("login --regsitry x", "did you mean '--registry'?")]
    [InlineData("login --log onboot.log", "--log needs a path from the root, not 'onboot.log'")]
    [InlineData(@"login --log \onboot.log", @"--log needs a path from the root, not '\onboot.log'")]
    [InlineData(@"test --log C:onboot.log", "--log needs a path from the root, not 'C:onboot.log'")]
    public async Task A_command_line_that_is_not_understood_exits_with_2_and_says_why(string arguments, string words)
    {
        await using var host = await ProgramHost.StartAsync(wine);
        var refused = host.Run(arguments.Split(' '));
        Assert.Equal((2, ""), Said(refused));
        Assert.Contains(words, refused.Errors, StringComparison.Ordinal);
    }

    private static (int, string) Said(WineResult result) => (result.ExitCode, result.Output.TrimEnd());
}
