using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

/// <summary>The settings' file, which systemd reads for the boot hook and this library for docker's credential helper: both must understand the same.</summary>
public sealed class EnvironmentFileTests : IDisposable
{
    // It reads its files with the parser of EnvironmentFile=, and prints what it has understood.
    private const string Systemd = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator";

    private readonly TestFolder _folder = new();

    public static TheoryData<string, string?> Settings => new()
    {
        { "A=b", "b" },
        { "  A = b ", "b" },
        { "\tA\t=\tb\t\n", "b" },
        { "A=b c", "b c" },
        { "A=\"b c\"", "b c" },
        { "A='b \"c'", "b \"c" },
        { "A=\" b \"  ", " b " },
        { "A=\"b\"c", "bc" },
        { "A=\"b\" 'c' d", "bcd" },
        { "A=b\"c\"d", "b\"c\"d" },
        { "A=it's", "it's" },
        { "A=b\\ c", "b c" },
        { "A=b\\\\c", "b\\c" },
        { "A=b\\", "b" },
        { "A=b\\\nc", "bc" },
        { "A=\"b\\nc\"", "b\\nc" },
        { "A=\"C:\\\\d\\e\"", "C:\\d\\e" },
        { "A=\"b\\\"c\"", "b\"c" },
        { "A=\"b\\\nc\"", "bc" },
        { "A='b\\c'", "b\\c" },
        { "A=\"b\nc\"", "b\nc" },
        { "A=\"b\nX=c", "b\nX=c" },
        { "A=b # c", "b # c" },
        { "A=b;c", "b;c" },
        { "A=x=y", "x=y" },
        { "A==\"a\"", "=\"a\"" },
        { "A='it'\\''s'", "it''s'" },
        { "A=a\\tb", "atb" },
        { "A=\"x\\`y\"", "x`y" },
        { "A=b\r\nX=c\r\n", "b" },
        { "A=b\nA=c", "c" },
        { "\n\n; A=c\n#A=d\nA=b", "b" },
        { "A\nX=b", null },
        { "# A=b", null },
        { "; A=b", null },
        { "1A=b", null },
        { "export A=b", null },
        { "A.B=c", null },
        { "=b", null },
        { "", null },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_is_understood(string text, string? expected) =>
        Assert.Equal(expected, EnvironmentFile.Parse(text).TryGetValue("A", out var value) ? value : null);

    [Theory]
    [MemberData(nameof(Settings))]
    public void Systemd_understands_the_same(string text, string? expected)
    {
        Assert.SkipUnless(File.Exists(Systemd), "systemd is not installed.");
        _folder.Write("environment.d/a.conf", text);
        var start = new ProcessStartInfo(Systemd) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["HOME"] = start.Environment["XDG_CONFIG_HOME"] = _folder;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var line = output.Split('\n').SingleOrDefault(static one => one.StartsWith("A=", StringComparison.Ordinal))?[2..];
        Assert.Equal(expected, line is null ? null : Unescaped(line));
    }

    // Of these systemd's program says nothing: it takes no empty ones, and 254 changed what follows a remark with a backslash at its end.
    [Fact]
    public void A_remark_ends_with_its_line() => Assert.Equal("b", EnvironmentFile.Parse("#\\\nA=b")["A"]);

    [Fact]
    public void An_empty_setting_is_one() => Assert.Equal("", EnvironmentFile.Parse("A=\nX=b")["A"]);

    public void Dispose() => _folder.Dispose();

    // Its output is meant for a shell.
    private static string Unescaped(string line) => !line.StartsWith('"') ? line : Regex.Replace(
        line[1..^1], @"\\(.)", static found => found.Groups[1].Value == "n" ? "\n" : found.Groups[1].Value, RegexOptions.Singleline, TimeSpan.FromSeconds(1));
}
