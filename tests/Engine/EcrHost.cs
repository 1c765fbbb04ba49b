using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using EcrBoot.Shell;

namespace EcrBoot.Engine;

/// <summary>A host on EC2 as a person finds it: the sandbox for AWS, an empty docker configuration, the published module imported.</summary>
internal sealed class EcrHost : IAsyncDisposable
{
    private static readonly string[] Cleared =
    {
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ENDPOINT_URL",
        "DOCKER_AUTH_CONFIG", "SUDO_USER", "SSL_CERT_FILE", "https_proxy", "no_proxy",
    };

    private readonly Dictionary<string, string?> _before = new(StringComparer.Ordinal);

    private EcrHost(AwsSandbox sandbox)
    {
        Sandbox = sandbox;
        Folder = Directory.CreateTempSubdirectory("ecrboot-engine-").FullName;
        foreach (var name in Cleared)
            Set(name, null);
        foreach (var (name, value) in sandbox.EnvironmentVariables())
            Set(name, value);
        Set("DOCKER_CONFIG", Path.Combine(Folder, "docker"));
        Set("HOME", Folder);
        Set("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(Folder, "credentials"));
        Set("AWS_CONFIG_FILE", Path.Combine(Folder, "config"));
        Shell = new HostedShell();
        Import = Shell.Run($"Import-Module '{HostedShell.Manifest}'");
    }

    public AwsSandbox Sandbox { get; }

    public HostedShell Shell { get; }

    /// <summary>What the import wrote.</summary>
    public ShellResult Import { get; }

    /// <summary>A folder of this test's own.</summary>
    public string Folder { get; }

    public string ConfigPath => Path.Combine(Folder, "docker", "config.json");

    public static async Task<EcrHost> StartAsync(SandboxOptions? options = null) => new(await AwsSandbox.StartAsync(options));

    public static string Registry(int number, string region) => $"{number:000000000000}.dkr.ecr.{region}.amazonaws.com";

    public ShellResult Run(string script) => Shell.Run(script);

    /// <summary>Sets a variable until the host ends; null unsets it.</summary>
    public void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>Writes the docker configuration.</summary>
    public void WriteConfig(string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigPath)!);
        File.WriteAllText(ConfigPath, json);
    }

    /// <summary>Puts a program on the PATH: a shell script.</summary>
    public void Install(string name, string script)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "bin")).FullName;
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Set("PATH", folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"));
    }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        await Sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
