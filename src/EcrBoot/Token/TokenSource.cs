using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Token;

/// <summary>
/// Gets authorization tokens: one identity, one set of credentials looked for once, any number of regions side by side.
/// </summary>
public sealed class TokenSource : IDisposable
{
    private readonly HostEnvironment _host;
    private readonly AwsIdentity _identity;
    private readonly InstanceMetadata _metadata;
    private readonly TimeSpan? _callLimit;
    private readonly Action<string>? _trace;
    private readonly object _gate = new();
    private readonly Dictionary<TokenScope, Task<AuthorizationToken>> _tokens = new();
    private Task<AwsKeys>? _keys;
    private volatile string? _role;

    /// <summary>A source for one identity.</summary>
    /// <param name="identity">What the caller asked for.</param>
    /// <param name="host">The environment and the clock.</param>
    /// <param name="callLimit">The longest a call for a token may take; without one the caller's cancellation alone ends it.</param>
    /// <param name="trace">Told each step, for who wants to follow; from any thread.</param>
    /// <param name="metadataLimit">The time that the metadata service has for an answer; 3 s where it is null.</param>
    /// <exception cref="EcrException">A setting of the environment cannot be used.</exception>
    public TokenSource(AwsIdentity identity, HostEnvironment host, TimeSpan? callLimit = null, Action<string>? trace = null, TimeSpan? metadataLimit = null)
    {
        _callLimit = callLimit;
        _trace = trace;
        _identity = identity;
        _host = host;
        _metadata = new InstanceMetadata(host, metadataLimit);
    }

    /// <summary>The region for a registry whose name has none.</summary>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.RegionUnknown"/>.</exception>
    public Task<string> RegionAsync(CancellationToken cancellation) => new RegionChain(_host).FindAsync(_identity, _metadata, cancellation);

    /// <summary>The role behind the credentials; null where it is not known (yet).</summary>
    internal string? Role => _role;

    /// <summary>The id of this instance; null where the metadata service does not say.</summary>
    /// <param name="cancellation">Ends the call.</param>
    internal async Task<string?> InstanceIdAsync(CancellationToken cancellation)
    {
        try
        {
            return await _metadata.InstanceIdAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EcrException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Asks AWS for the token of a region's registries.</summary>
    /// <param name="scope">The region, or ECR Public.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="EcrException">Why there is no token.</exception>
    public Task<AuthorizationToken> TokenAsync(TokenScope scope, CancellationToken cancellation)
    {
        // One call serves all who ask this source; a failure is not kept.
        lock (_gate)
        {
            if (!_tokens.TryGetValue(scope, out var token) || token.IsFaulted || token.IsCanceled)
                _tokens[scope] = token = FetchAsync(scope, cancellation);
            return token;
        }
    }

    /// <summary>Under what a token is kept, where nobody needs to be asked for that.</summary>
    /// <param name="scope">What the token is for.</param>
    /// <returns>Null where the metadata service is to be asked, or nothing tells whose tokens these are.</returns>
    /// <exception cref="EcrException">A setting cannot be used.</exception>
    internal TokenKey? Key(TokenScope scope) =>
        Source() is { NeedsInstance: false, Identity: { } identity } ? TokenKey.Of(scope, Endpoint(scope).AbsoluteUri, identity, isInstance: false) : null;

    /// <summary>Under what a token is kept, found without a call to AWS.</summary>
    /// <param name="scope">What the token is for.</param>
    /// <param name="cancellation">Ends the calls to the metadata service.</param>
    /// <returns>Null where nothing tells whose tokens these are.</returns>
    /// <exception cref="EcrException">A setting cannot be used, or this instance has no role.</exception>
    internal async Task<TokenKey?> KeyAsync(TokenScope scope, CancellationToken cancellation)
    {
        if (Source() is not { NeedsInstance: true, Identity: { } identity })
            return Key(scope);

        var endpoint = Endpoint(scope).AbsoluteUri;

        // A role in a profile that starts from the instance's is not the instance's own.
        var isInstance = identity.Count == 1;
        try
        {
            var (instanceId, role) = await _metadata.IdentityAsync(cancellation).ConfigureAwait(false);
            return TokenKey.Of(scope, endpoint, identity.Concat(new[] { instanceId, role }), isInstance, isInstance ? role : null);
        }
        catch (EcrException e) when (e.Reason == EcrErrorReason.NoCredentials)
        {
            var error = CredentialChain.NoKeys(e);
            return isInstance && InstanceMetadata.IsSilence(e) ? TokenKey.OfSilentInstance(scope, endpoint, error) : throw error;
        }
    }

    /// <summary>Whether the tokens that this source has given are of the identity that a key names: a role can be changed between the two questions.</summary>
    /// <param name="key">A key of this source's.</param>
    internal bool IsOf(TokenKey key) => key.Role is null || _role is null || key.Role == _role;

    /// <inheritdoc/>
    public void Dispose() => _metadata.Dispose();

    private async Task<AuthorizationToken> FetchAsync(TokenScope scope, CancellationToken cancellation)
    {
        var endpoint = Endpoint(scope);
        if (_callLimit is not { } limit)
            return await TokenAsync(scope, endpoint, cancellation).ConfigureAwait(false);

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(limit);
        try
        {
            return await TokenAsync(scope, endpoint, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            var hasKeys = _keys?.Status == TaskStatus.RanToCompletion;
            throw new EcrException(
                EcrErrorReason.TimedOut,
                hasKeys ? $"{endpoint.Authority} did not give a token within {limit.TotalSeconds:0.#} s." : $"No AWS credentials were had within {limit.TotalSeconds:0.#} s.",
                hasKeys ? "Check the route to it: security groups, VPC endpoints, HTTPS_PROXY." : "Check the profile, its credential process, and the route to STS.",
                e);
        }
    }

    private async Task<AuthorizationToken> TokenAsync(TokenScope scope, Uri endpoint, CancellationToken cancellation)
    {
        if (endpoint.Scheme == Uri.UriSchemeHttps)
            SystemRoots.ReadAhead();
        var keys = await KeysAsync(cancellation).ConfigureAwait(false);
        _role = keys.Role;
        var http = new AwsHttp(_host, cancellation);
        var via = http.ProxyFor(endpoint) is { } first ? $" through the proxy {first.Authority}" : "";
        _trace?.Invoke($"Asking {endpoint.Authority}{via} for {scope} with the key {keys.AccessKeyId} from {keys.Source}{(keys.Role is null ? "" : $", role '{keys.Role}'")}.");
        using var client = new EcrClient(keys, endpoint, scope, http, _host, _metadata.ClockCorrection);
        try
        {
            return await client.GetAuthorizationTokenAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception e) when (e is not EcrException and not OutOfMemoryException)
        {
            throw AwsErrors.Of(e, keys.Source, endpoint.Authority + via, keys.Role, keys);
        }
    }

    private Uri Endpoint(TokenScope scope)
    {
        var ignore = string.Equals(_host.Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase);
        var own = scope.IsPublic ? "AWS_ENDPOINT_URL_ECR_PUBLIC" : "AWS_ENDPOINT_URL_ECR";
        var source = _identity.EndpointUrl is { Length: > 0 } ? "-EndpointUrl" : ignore ? null : _host.Variable(own) is not null ? own : "AWS_ENDPOINT_URL";
        var text = source is null ? null : source == "-EndpointUrl" ? _identity.EndpointUrl : _host.Variable(source);
        if (text is null)
            return scope.IsPublic ? EcrEndpoints.PublicApiEndpoint : EcrEndpoints.ApiEndpoint(scope.Region, scope.UsesFips, scope.UsesDualStack);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? uri
            : throw new EcrException(EcrErrorReason.BadArgument, $"{source} is not an http or https address.", "Give one like https://vpce-….api.ecr.eu-central-1.vpce.amazonaws.com.");
    }

    private Task<AwsKeys> KeysAsync(CancellationToken cancellation)
    {
        // Looked for once; a failure is not kept, for who tries again.
        lock (_gate)
        {
            if (_keys is null || _keys.IsFaulted || _keys.IsCanceled)
                _keys = Source().KeysAsync(cancellation);
            return _keys;
        }
    }

    private KeySource Source() => new CredentialChain(_host).Choose(_identity, _metadata);
}
