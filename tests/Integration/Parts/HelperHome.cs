using System;
using System.IO;
using System.Linq;
using EcrBoot.Sandbox;
using EcrBoot.Shell;

namespace EcrBoot.Integration;

/// <summary>A user's home in which docker knows ECR by the credential helper alone, and the variables by which the helper takes the sandbox for AWS.</summary>
internal sealed class HelperHome : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly AwsSandbox _aws;

    public HelperHome(AwsSandbox aws, params string[] alsoServed)
    {
        var program = Path.Combine(Path.GetDirectoryName(HostedShell.Manifest)!, "native", "linux-x64", "ecrboot");
        if (!File.Exists(program))
            throw Part.Missing("The module was made without the native program.");
        _aws = aws;
        _folder.Folder("bin");
        File.CreateSymbolicLink(_folder.File("bin/docker-credential-ecrboot"), program);
        WriteConfig("{\"credHelpers\":{" + string.Join(",", alsoServed.Prepend(Registry).Select(static host => $"\"{host}\":\"ecrboot\"")) + "}}");
    }

    /// <summary>The caller's registry by its real name; only the sandbox's proxy leads there.</summary>
    public string Registry => _aws.RealRegistryHost;

    public string Config => _folder.File(".docker/config.json");

    public string Cache => _folder.File(".cache/ecrboot");

    public (string Name, string Value)[] Variables =>
        [.. _aws.EnvironmentVariables().Select(static pair => (pair.Key, pair.Value)), ("SSL_CERT_FILE", _aws.CaBundlePath)];

    public void WriteConfig(string json) => _folder.Write(".docker/config.json", json);

    /// <summary>The helper by hand.</summary>
    public ToolResult Ask(string action, string input, params (string Name, string Value)[] more) =>
        new Tool(_folder.File("bin/docker-credential-ecrboot"), [.. Variables, ("HOME", (string)_folder), .. more]).RunWith(input, action);

    /// <summary>A tool with this home.</summary>
    public Tool Tool(string program, params (string Name, string Value)[] more) =>
        new(program, [.. Variables, ("HOME", (string)_folder), ("PATH", _folder.File("bin") + ":" + Integration.Tool.SystemPath), .. more]);

    public DockerCli Docker(string client, DockerDaemon daemon, params (string Name, string Value)[] more) => new(client, _folder, daemon.Socket, [.. Variables, .. more]);

    public string InHome(string name) => _folder.File(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();
}
