using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EcrBoot.Sandbox;

/// <summary>The web server behind all ports: one plain and any number of registries beside it, one with TLS, and one that the metadata service's port leads to.</summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly LoopbackEndpoints _endpoints;
    private readonly List<ListenOptions> _registries = [];
    private ListenOptions? _http;
    private ListenOptions? _tls;
    private ListenOptions? _imds;

    public SandboxServer(SandboxOptions options, ServiceRouter router, SandboxCertificates certificates, LoopbackEndpoints endpoints)
    {
        _endpoints = endpoints;
        // The empty builder: no configuration files, no ASPNETCORE_ variables, no logging.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => _http = Http1(listen));
            kestrel.Listen(IPAddress.Loopback, options.TlsPort, listen => _tls = Http1(listen).UseHttps(
                new TlsHandshakeCallbackOptions { OnConnection = certificates.SelectAsync }));
            kestrel.Listen(IPAddress.Loopback, 0, listen => _imds = Http1(listen));
            for (int more = 1; more < options.LoopbackRegistries; more++)
                kestrel.Listen(IPAddress.Loopback, 0, listen => _registries.Add(Http1(listen)));
        });
        _application = builder.Build();
        _application.Run(http => router.HandleAsync(http, http.Connection.LocalPort == _endpoints.ImdsServicePort));
    }

    public async Task StartAsync()
    {
        await _application.StartAsync();
        _endpoints.HttpPort = _http!.IPEndPoint!.Port;
        _endpoints.TlsPort = _tls!.IPEndPoint!.Port;
        _endpoints.ImdsServicePort = _imds!.IPEndPoint!.Port;
        _endpoints.RegistryPorts = _registries.ConvertAll(listen => listen.IPEndPoint!.Port);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(200));
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }

    private static ListenOptions Http1(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        return listen;
    }

    /// <summary>The sandbox is a guest in its process: Ctrl+C and SIGTERM belong to the host.</summary>
    private sealed class CallerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
