using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

/// <summary>AWS on this host: ECR, ECR Public, STS, an instance's metadata service and registries, each on a free loopback port, with every fault on a switch.</summary>
public sealed class AwsSandbox : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly LoopbackEndpoints _loopback = new();
    private readonly SandboxCertificates _certificates;
    private readonly SandboxServer _server;
    private readonly ConnectProxy _proxy;
    private readonly ImdsPort _imds;
    private readonly RegistryService _registry;
    private readonly LoopbackListener _refused = new(0);
    private readonly LoopbackListener _blackHole = new(0);
    private int _disposed;

    private AwsSandbox(SandboxOptions options)
    {
        Options = options;
        _certificates = new SandboxCertificates(Faults, options.RsaCertificates);
        Clock.Skew = options.ClockSkew;
        Keys = new KeyVault(options, Clock);
        Role = new InstanceRole(options, Keys, Clock);
        Tokens = new RegistryTokens(options, Clock);
        UserKeys = Keys.IssueUser();

        FaultStrike strike = new(Faults, () => new Uri(Endpoint, "redirected"));
        SignatureCheck signatures = new(Keys);
        Dictionary<RequestTarget, ISandboxService> services = new()
        {
            [RequestTarget.Ecr] = new EcrApi(signatures, Tokens, _loopback),
            [RequestTarget.EcrPublic] = new EcrPublicApi(signatures, Tokens),
            [RequestTarget.Sts] = new StsApi(signatures, Keys),
            [RequestTarget.Imds] = new ImdsService(new InstanceMetadata(options, Clock, Role), Clock),
            [RequestTarget.Registry] = _registry = new RegistryService(options, new RegistryAuthorization(Tokens), new RegistryStore(options.RegistryCapacity)),
            [RequestTarget.Unknown] = new UnknownService(),
        };
        SandboxClock metadataClock = options.MetadataClockSkew is { } skew ? new() { Skew = skew } : Clock;
        ServiceRouter router = new(Clock, metadataClock, Requests, strike, services, _ended.Token);
        _server = new SandboxServer(options, router, _certificates, _loopback);
        _proxy = new ConnectProxy(options.ProxyPort, _loopback, Faults, Requests);
        _imds = new ImdsPort(options.ImdsPort, _loopback, Faults);
    }

    /// <summary>What was asked for.</summary>
    public SandboxOptions Options { get; }

    /// <summary>ECR, ECR Public, STS and a registry over plain http, for an endpoint override.</summary>
    public Uri Endpoint => _loopback.Http;

    /// <summary>The same over https, with a certificate of <see cref="CaBundlePath"/>.</summary>
    public Uri TlsEndpoint => _loopback.Https;

    /// <summary>The instance metadata service.</summary>
    public Uri ImdsEndpoint => new($"http://127.0.0.1:{_imds.Port}/");

    /// <summary>The proxy that leads every AWS name to the sandbox.</summary>
    public Uri ProxyEndpoint => new($"http://127.0.0.1:{_proxy.Port}/");

    /// <summary>A port that refuses connections.</summary>
    public Uri RefusedEndpoint => new($"http://127.0.0.1:{_refused.Port}/");

    /// <summary>A port to which no connection comes about, as behind a firewall that drops packets.</summary>
    public Uri BlackHoleEndpoint => new($"http://127.0.0.1:{_blackHole.Port}/");

    /// <summary>Host and port of the registry over plain http: the instance's own registry under another name.</summary>
    public string RegistryHost => Endpoint.Authority;

    /// <summary>Host and port of every loopback registry; the first is <see cref="RegistryHost"/>.</summary>
    public IReadOnlyList<string> RegistryHosts => [RegistryHost, .. _loopback.RegistryPorts.Select(port => $"127.0.0.1:{port}")];

    /// <summary>Host and port of the same registry over https.</summary>
    public string TlsRegistryHost => TlsEndpoint.Authority;

    /// <summary>The instance's own registry under its real name, reached through the proxy.</summary>
    public string RealRegistryHost => $"{Options.AccountId}.dkr.ecr.{Options.Region}.{AwsPartition.Of(Options.Region).DnsSuffix}";

    /// <summary>The certificate authority to trust, as PEM in a temporary file.</summary>
    public string CaBundlePath => _certificates.BundlePath;

    /// <summary>The clock the sandbox goes by.</summary>
    public SandboxClock Clock { get; } = new();

    /// <summary>The faults that are switched on.</summary>
    public FaultSwitches Faults { get; } = new();

    /// <summary>Every request seen so far.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>The credentials handed out; more can be made.</summary>
    public KeyVault Keys { get; }

    /// <summary>A user's own keys, for tests that do not go through the metadata service.</summary>
    public AwsKeys UserKeys { get; }

    /// <summary>The role of the instance.</summary>
    public InstanceRole Role { get; }

    /// <summary>The registry tokens; more can be made, expired ones too.</summary>
    public RegistryTokens Tokens { get; }

    /// <summary>Starts a sandbox on free ports; it is ready when this returns.</summary>
    public static async Task<AwsSandbox> StartAsync(SandboxOptions? options = null)
    {
        AwsSandbox sandbox = new(options ?? new SandboxOptions());
        try
        {
            await sandbox.BeginAsync();
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>What to set so that an AWS client on this host takes the sandbox for EC2 and AWS.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = ImdsEndpoint.AbsoluteUri.TrimEnd('/'),
        ["HTTPS_PROXY"] = ProxyEndpoint.AbsoluteUri.TrimEnd('/'),
        ["AWS_CA_BUNDLE"] = CaBundlePath,
        ["NO_PROXY"] = "127.0.0.1,localhost",
    };

    /// <summary>Ends all connections, held ones too, and removes the temporary folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        await _ended.CancelAsync();
        await _imds.StopAsync();
        await _proxy.DisposeAsync();
        await _refused.DisposeAsync();
        await _blackHole.DisposeAsync();
        await _server.DisposeAsync();
        _registry.Dispose();
        _certificates.Dispose();
        _ended.Dispose();
    }

    private async Task BeginAsync()
    {
        foreach (Fault fault in Options.Faults)
            Faults.Add(fault);
        await _server.StartAsync();
        _proxy.Open();
        _imds.Begin();
        _blackHole.Swallow();
    }
}
