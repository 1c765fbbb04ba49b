using System;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.Engine.Native;

public sealed class NativeUsageTests
{
    [Theory]
    [InlineData("", "say what to do: login")]
    [InlineData("logni", "did you mean 'login'?")]
    [InlineData("login --regsitry x", "did you mean '--registry'?")]
    [InlineData("login registry.example.com", "login takes no 'registry.example.com' without an option before it")]
    [InlineData("login --timeout", "--timeout needs a value")]
    [InlineData("login --timeout 2m", "whole seconds from 1 to 3600, not '2m'")]
    [InlineData("login --timeout 5 --jitter 5", "so it must be less")]
    [InlineData("login --refresh --if-needed", "give one of them")]
    [InlineData("login --refresh=yes", "--refresh takes no value")]
    [InlineData("login --log onboot", "--log needs a path from the root")]
    [InlineData("login --docker-config /x --user runner", "leave out --user")]
    [InlineData("version 2", "version takes no '2'")]
    public async Task A_command_line_that_is_not_understood_exits_with_2_and_says_why(string arguments, string words)
    {
        await using var host = await NativeHost.StartAsync();
        var (code, output, errors) = NativeHost.End(host.Begin(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(words, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("login --help")]
    [InlineData("help")]
    public async Task The_help_is_a_manual_page_for_80_columns(string arguments)
    {
        await using var host = await NativeHost.StartAsync();
        var (code, output, _) = NativeHost.End(host.Begin(arguments.Split(' ')));
        Assert.Equal(0, code);
        Assert.StartsWith("NAME\n    ecrboot - ", output, StringComparison.Ordinal);
        Assert.All(["SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "FILES", "EXAMPLES"], heading => Assert.Contains($"\n{heading}\n", output, StringComparison.Ordinal));
        Assert.DoesNotContain(output.Split('\n'), static line => line.Length > 80 && !line.Contains("amazonaws", StringComparison.Ordinal));
    }
}
