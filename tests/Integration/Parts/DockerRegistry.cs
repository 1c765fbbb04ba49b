using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Integration;

/// <summary>Debian's docker-registry on a free loopback port, for one user with a password, with everything in a temporary folder.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    public const string User = "person";
    public const string Password = "p:a ss<&>wörd";
    private readonly TestFolder _folder = new();
    private readonly Process _process;
    private readonly int _port = LoopbackPort.Free();

    private DockerRegistry(RegistryAuthority? authority)
    {
        var program = new Tool("docker-registry");
        _folder.Write("htpasswd", new Tool("htpasswd").SucceedWith(Password, "-niB", User).Output.Trim() + "\n");
        var tls = authority is null ? "" : $"  tls: {{ certificate: {authority.IssueTo(_folder)}, key: {_folder.File("server.key")} }}\n";
        _process = program.Start("serve", _folder.Write("config.yml", $$"""
            version: 0.1
            log: { accesslog: { disabled: true }, level: error }
            storage: { filesystem: { rootdirectory: {{_folder.File("data")}} } }
            auth: { htpasswd: { realm: registry, path: {{_folder.File("htpasswd")}} } }
            http:
              addr: 127.0.0.1:{{_port}}

            """ + tls));
    }

    public string Host => $"127.0.0.1:{_port}";

    /// <summary>Its address over plain http with its login.</summary>
    public Uri Address => new($"http://{Uri.EscapeDataString(User)}:{Uri.EscapeDataString(Password)}@{Host}/");

    /// <summary>The repositories it has, from its own files.</summary>
    public IEnumerable<string> Repositories => Directory.GetDirectories(_folder.File("data/docker/registry/v2/repositories")).Select(Path.GetFileName)!;

    /// <summary>Starts one; it answers when this returns.</summary>
    /// <param name="authority">Who issues its certificate; null for plain http.</param>
    public static async Task<DockerRegistry> StartAsync(RegistryAuthority? authority = null)
    {
        Part.Require("docker-registry");
        Part.Require("htpasswd");
        var registry = new DockerRegistry(authority);
        try
        {
            await Wait.UntilAsync(
                () => registry._process.HasExited
                    ? throw new InvalidOperationException("docker-registry did not start: " + registry._process.StandardError.ReadToEnd())
                    : LoopbackPort.IsOpen(registry._port),
                "docker-registry answers");
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Dispose();
    }
}
