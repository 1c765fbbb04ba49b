using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using EcrBoot.Abstractions;
using EcrBoot.Completion;
using EcrBoot.Host;
using EcrBoot.Login;

namespace EcrBoot.Commands;

/// <summary>Logs docker in to Amazon ECR registries.</summary>
/// <remarks>
/// <para>With no parameters it logs in to the registry of the account and the region this host runs in, with the instance's own role.</para>
/// <para>It asks for one token a region, verifies it at each registry, and stores it where docker would: in the credential helper of that registry, in the credential store, or in config.json. Everything else in config.json is kept. It needs neither the docker program nor a daemon.</para>
/// <para>Credentials are looked for in the order of AWS Tools for PowerShell: -ProfileName, -Credential, $StoredAWSCredentials, the environment, AWS_PROFILE, the default profile, the container's role, the instance's role.</para>
/// <para>A registry that fails is an error record of its own, written after the logins that succeeded. Where none succeeded the command ends with a terminating error. The ErrorId says what went wrong; docs/errors.md lists them.</para>
/// </remarks>
/// <example>
/// <code>Connect-EcrRegistry</code>
/// <para>Logs in to the caller's own registry in this region.</para>
/// </example>
/// <example>
/// <code>Connect-EcrRegistry 123456789012.dkr.ecr.eu-central-1.amazonaws.com, public.ecr.aws -User runner</code>
/// <para>As root, logs the user runner in to two registries.</para>
/// </example>
/// <example>
/// <code>Get-EcrLogin | Connect-EcrRegistry</code>
/// <para>Renews every login of this docker configuration.</para>
/// </example>
[Cmdlet(VerbsCommunications.Connect, "EcrRegistry", SupportsShouldProcess = true, DefaultParameterSetName = "User")]
[OutputType(typeof(EcrLogin))]
public sealed class ConnectEcrRegistryCommand : AwsCmdlet
{
    private readonly HostEnvironment _host = new();
    private readonly List<LoginBatch> _batches = new();
    private readonly List<ErrorRecord> _errors = new();
    private int _succeeded;
    private bool _isRegionTyped;

    /// <summary>The registries, by host name, URL, image reference or 12-digit account id. Quote account ids, or a leading zero is lost. Left out, it is the caller's own registry.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "User")]
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Config")]
    [Alias("RegistryUri", "RepositoryUri", "Image")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Registry { get; set; }

    /// <summary>The users to log in; needs root, on Windows an elevated session. Each one's own config.json is read and written, on Linux with that user's rights. On Windows SYSTEM, LOCAL SERVICE and NETWORK SERVICE are users too, and a user has a profile once he has logged on. Left out, it is the caller.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "User")]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    /// <summary>The folder of config.json, as in docker --config. Left out, it is $DOCKER_CONFIG, else ~/.docker.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Config")]
    [ValidateNotNullOrEmpty]
    public string? DockerConfig { get; set; }

    /// <summary>Logins to renew, from Get-EcrLogin.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Login")]
    [ValidateNotNull]
    public EcrLogin? InputObject { get; set; }

    /// <summary>The deadline for everything together, in whole seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 60;

    /// <summary>Notes what was typed, as against what comes down the pipeline.</summary>
    protected override void BeginProcessing() => _isRegionTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Region));

    /// <summary>Collects. The work is done at the end, so that one token serves all registries of a region.</summary>
    protected override void ProcessRecord()
    {
        try
        {
            var identity = Identity();

            // A login brings its registry's region along as a property; the registry's name says it already.
            if (InputObject is not null && !_isRegionTyped)
                identity.Region = null;
            var folder = string.IsNullOrEmpty(DockerConfig) ? null : GetUnresolvedProviderPathFromPSPath(DockerConfig);
            var batch = LoginBatch.For(_batches, identity, InputObject, User, folder);
            batch.Registries.AddRange(InputObject is null ? Registry ?? Array.Empty<string>() : new[] { InputObject.Registry });
        }
        catch (EcrException e)
        {
            ThrowTerminatingError(Record(e, Credential));
        }
    }

    /// <summary>Logs in; writes the logins, then the errors.</summary>
    protected override void EndProcessing()
    {
        var requests = _batches.ConvertAll(Request);
        requests.RemoveAll(static request => request is null);
        if (requests.Count > 0)
        {
            foreach (var result in Connect(requests!))
                Report(result);
        }

        // Where nothing succeeded the last error ends the command, so that a script notices.
        var written = _succeeded == 0 ? _errors.Count - 1 : _errors.Count;
        foreach (var error in _errors.Take(written))
            WriteError(error);
        if (written >= 0 && written < _errors.Count)
            ThrowTerminatingError(_errors[written]);
    }

    private LoginRequest? Request(LoginBatch batch)
    {
        var locations = ConfigChoice.Resolve(batch.Users, batch.DockerConfig, _host, (error, target) => _errors.Add(Record(error, target)));
        var wanted = batch.Registries.Count == 0 ? "the caller's own registry" : string.Join(", ", batch.Registries);
        locations.RemoveAll(location => !ShouldProcess($"{wanted} in {location.ConfigPath}", "Log in"));
        if (locations.Count == 0)
            return null;
        foreach (var warning in ConfigChoice.Warnings(batch.Users, batch.DockerConfig, _host))
            WriteWarning(warning);
        return new LoginRequest { Registries = batch.Registries, Identity = batch.Identity, Locations = locations, Timeout = TimeSpan.FromSeconds(TimeoutSec) };
    }

    private IReadOnlyList<LoginResult> Connect(List<LoginRequest> requests)
    {
        try
        {
            return Run((say, cancellation) =>
                new LoginRun(_host, text => say(new Message(MessageKind.Warning, text)), text => say(new Message(MessageKind.Verbose, text))).RunAsync(requests, cancellation));
        }
        catch (EcrException e)
        {
            _errors.Add(Record(e, requests[0].Registries));
            return Array.Empty<LoginResult>();
        }
    }

    private void Report(LoginResult result)
    {
        if (result.Error is { } error)
        {
            _errors.Add(Record(error, result.Registry.Length == 0 ? null : result.Registry));
            return;
        }

        _succeeded++;
        if (result.IsServedByHelper)
        {
            WriteWarning($"{result.Registry} is served by the credential helper '{result.Store}' in {result.Location!.ConfigPath}, so no login was stored.");
            return;
        }

        // As Write-Host does: seen at the prompt, and caught by -InformationVariable and 6>. The words are docker's.
        WriteInformation(new HostInformationMessage { Message = "Login Succeeded" }, new[] { "PSHOST" });
        WriteObject(EcrLogin.Of(result));
    }
}
