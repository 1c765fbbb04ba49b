using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>An EC2 host: the sandbox plays AWS, and the real PowerShell engine has the published module imported.</summary>
public sealed class AwsHost : IAsyncLifetime
{
    private HostedShell _shell = null!;
    private EnvironmentScope _environment = null!;

    public AwsSandbox Aws { get; private set; } = null!;

    /// <summary>The caller's own registry on loopback, over plain http.</summary>
    public string Registry => Aws.RegistryHost;

    /// <summary>The same registry for docker, which keeps logins by the name it is given.</summary>
    public string OtherRegistry => $"localhost:{Aws.Endpoint.Port}";

    public async ValueTask InitializeAsync()
    {
        Aws = await AwsSandbox.StartAsync();

        // Environment variables belong to the whole process, hence one collection for all tests that use them.
        var strangers = new[] { "DOCKER_CONFIG", "DOCKER_AUTH_CONFIG", "SUDO_USER", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION" };
        _environment = new EnvironmentScope(strangers.Select(name => (name, (string?)null)).Concat(Aws.EnvironmentVariables().Select(pair => (pair.Key, (string?)pair.Value))));
        _shell = new HostedShell();
        Assert.Null(_shell.Run(PublishedModule.Import).Exception);
    }

    /// <summary>A password that the registries of the region accept.</summary>
    public string IssuePassword() => Encoding.ASCII.GetString(Convert.FromBase64String(Aws.Tokens.Issue(Aws.Options.Region)))["AWS:".Length..];

    /// <summary>Logs in to the loopback registry as a person would type it.</summary>
    /// <param name="parameters">More parameters.</param>
    /// <param name="environment">The environment it happens in.</param>
    public ShellResult Connect(string parameters, params (string Name, string? Value)[] environment) =>
        Run($"Connect-EcrRegistry -EndpointUrl {Aws.Endpoint} {parameters}", environment);

    public ShellResult Run(string script, params (string Name, string? Value)[] environment)
    {
        // Elsewhere HOME is not what says where the home is, and a test must not find the real one.
        if (!OperatingSystem.IsLinux())
            throw Part.Missing("Needs Linux.");
        using var scope = new EnvironmentScope(environment);
        return _shell.Run(script);
    }

    /// <summary>The variables that a process of its own needs to take the sandbox for AWS.</summary>
    public IEnumerable<(string Name, string Value)> Variables => Aws.EnvironmentVariables().Select(pair => (pair.Key, pair.Value));

    public async ValueTask DisposeAsync()
    {
        _shell?.Dispose();
        _environment?.Dispose();
        if (Aws is not null)
            await Aws.DisposeAsync();
    }
}
