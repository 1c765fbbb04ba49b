using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>A program with an environment of its own: nothing of this process's reaches it but what is said here.</summary>
internal sealed class Tool
{
    public const string SystemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private readonly string _program;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal) { ["PATH"] = SystemPath, ["LC_ALL"] = "C" };

    public Tool(string program, params (string Name, string Value)[] environment)
    {
        _program = Part.Require(program);
        foreach (var (name, value) in environment)
            _environment[name] = value;
    }

    /// <summary>Runs a program of the system that has to succeed, and gives its output.</summary>
    public static string Output(string program, params string[] arguments) => new Tool(program).Succeed(arguments).Output.TrimEnd('\n');

    /// <summary>Runs it and asserts that it succeeded.</summary>
    public ToolResult Succeed(params string[] arguments) => SucceedWith(input: "", arguments);

    /// <summary>The same with an input.</summary>
    public ToolResult SucceedWith(string input, params string[] arguments)
    {
        var result = RunWith(input, arguments);
        Assert.True(result.ExitCode == 0, $"{_program} {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Output}{result.Errors}");
        return result;
    }

    /// <summary>Runs it to its end, whatever that is.</summary>
    public ToolResult Run(params string[] arguments) => RunWith(input: "", arguments);

    /// <summary>Starts it and leaves it running. Its output is not read, so it should say little.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(_program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>The same with an input.</summary>
    public ToolResult RunWith(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(s_deadline))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{_program} {string.Join(' ', arguments)} did not end within {s_deadline.TotalSeconds} s.");
        }

        Task.WaitAll([output, errors], s_deadline);
        return new ToolResult(process.ExitCode, output.Result, errors.Result);
    }
}
