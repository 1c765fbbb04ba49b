using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Host;
using EcrBoot.Sandbox;
using EcrBoot.Token;
using EcrBoot.Unit.Token;

namespace EcrBoot.Unit.Boot;

/// <summary>A host that boots: the sandbox for AWS, a root and a docker folder of the test's own.</summary>
internal sealed class BootHost : IAsyncDisposable
{
    private readonly TestFolder _root = new();

    private BootHost(AwsSandbox sandbox)
    {
        TestUser.NeedsLinux();
        Sandbox = sandbox;
        Options = new BootLoginOptions
        {
            Root = _root,
            Log = "/var/log/onboot",
            DockerConfig = _root.File("docker"),
            Identity = new AwsIdentity { EndpointUrl = sandbox.Endpoint.AbsoluteUri },
        };
    }

    public AwsSandbox Sandbox { get; }

    public BootLoginOptions Options { get; }

    public List<string> Said { get; } = [];

    /// <summary>The accounts of this host; null for the real ones.</summary>
    public Func<string, OsUser>? Accounts { get; set; }

    public BootPaths Paths => new(_root);

    public string Config => _root.File("docker/config.json");

    public string Log => File.ReadAllText(Paths.Log);

    public BootReport? Verdict => File.Exists(Paths.Verdict) ? BootReport.FromJson(File.ReadAllBytes(Paths.Verdict)) : null;

    public string In(string name) => _root.File(name);

    public string Write(string name, string text) => _root.Write(name, text);

    public static async Task<BootHost> StartAsync(SandboxOptions? options = null) => new(await AwsSandbox.StartAsync(options));

    public Task<BootReport> RunAsync(BootPace? pace = null, CancellationToken stop = default, params (string Name, string? Value)[] variables)
    {
        HostEnvironment host = SandboxHost.Of(Sandbox, variables);
        var login = new BootLogin(Options, host, Say, pace ?? new VirtualPace());
        login.Accounts = Accounts ?? login.Accounts;
        return login.RunAsync(stop);

        void Say(string line)
        {
            lock (Said)
                Said.Add(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        _root.Dispose();
    }
}
