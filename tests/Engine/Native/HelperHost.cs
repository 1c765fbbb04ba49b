using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>The native program under the credential helper's name, with a cache of its own and the sandbox for AWS.</summary>
internal sealed class HelperHost : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly NativeHost _host;

    private HelperHost(NativeHost host)
    {
        _host = host;
        File.CreateSymbolicLink(Program, NativeHost.Program);
        _host.Variables["HOME"] = host.Folder;
    }

    public AwsSandbox Sandbox => _host.Sandbox;

    public string Folder => _host.Folder;

    public string Registry => Sandbox.RealRegistryHost;

    public string Cache => Path.Combine(Folder, ".cache", "ecrboot");

    /// <summary>The kept tokens.</summary>
    public string[] Tokens => Directory.Exists(Cache) ? Directory.GetFiles(Cache, "token.json", SearchOption.AllDirectories) : [];

    public Dictionary<string, string> Variables => _host.Variables;

    private string Program => Path.Combine(Folder, "docker-credential-ecrboot");

    public static async Task<HelperHost> StartAsync(SandboxOptions? options = null) => new(await NativeHost.StartAsync(options));

    /// <summary>Starts an action with its input given.</summary>
    public Process Begin(string action, byte[] input, params string[] under)
    {
        var command = new List<string>(under) { Program, action };
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        foreach (var (name, value) in Sandbox.EnvironmentVariables())
            start.Environment[name] = value;
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has read enough, or was killed.
        }

        return process;
    }

    public (int Code, string Output, string Errors) Ask(string action, string input, params string[] under) => End(Begin(action, System.Text.Encoding.UTF8.GetBytes(input), under));

    /// <summary>A login of the boot's kind that sets the helper up.</summary>
    public (int Code, string Output, string Errors) Login(params string[] more)
    {
        Variables["PATH"] = Folder + ":/usr/bin:/bin"; // where the helper is
        var start = new List<string> { NativeHost.Program, "login", "--credential-helper", "--timeout", "4" };
        start.AddRange(more);
        start.AddRange(["--docker-config", Path.Combine(Folder, ".docker")]);
        return NativeHost.End(_host.BeginUnder([.. start]));
    }

    public static (int Code, string Output, string Errors) End(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Deadline))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The helper did not end.");
        }

        using (process)
            return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }

    /// <summary>The secret in an answer that has to be good.</summary>
    public static string Secret((int Code, string Output, string Errors) answer)
    {
        Assert.True(answer.Code == 0, answer.Output + answer.Errors);
        return JsonDocument.Parse(answer.Output).RootElement.GetProperty("Secret").GetString()!;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
