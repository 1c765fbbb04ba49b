using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// The EC2 instance metadata service, version 2 only. The SDK's own client takes 16 s to give up on a silent service
/// and makes 8 calls to a healthy one; this one takes 3 s and makes 3. Source: AWS, "Use the Instance Metadata Service".
/// </summary>
internal sealed class InstanceMetadata : IDisposable
{
    private const string RoleFolder = "latest/meta-data/iam/security-credentials/";
    private readonly Lazy<HttpClient> _client;
    private readonly TimeSpan _limit;
    private readonly HostEnvironment _host;
    private string? _token;
    private long _clockCorrection;

    /// <summary>Reaches the service this host's environment names.</summary>
    /// <param name="host">Where <c>AWS_EC2_METADATA_SERVICE_ENDPOINT</c>, <c>_MODE</c> and <c>AWS_EC2_METADATA_DISABLED</c> are read.</param>
    /// <param name="limit">The time all calls together may take; 3 s where it is null.</param>
    public InstanceMetadata(HostEnvironment host, TimeSpan? limit = null)
    {
        _host = host;
        _limit = limit ?? TimeSpan.FromSeconds(3);
        IsDisabled = string.Equals(host.Variable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        Endpoint = EndpointOf(host);

        // Made when it is first asked. Link-local: never through a proxy, never redirected.
        _client = new Lazy<HttpClient>(() => new HttpClient(new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = Endpoint,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 64 * 1024,
        });
    }

    /// <summary>Whether the environment forbids asking.</summary>
    public bool IsDisabled { get; }

    /// <summary>Where the service is asked.</summary>
    public Uri Endpoint { get; }

    /// <summary>
    /// By how much the service's clock, that of the machine below, is ahead of this host's: from the <c>Date</c> of its last answer, which is in
    /// whole seconds. Zero where it has not answered, or the two differ by no more than the five minutes that AWS allows.
    /// </summary>
    public TimeSpan ClockCorrection
    {
        get
        {
            var correction = new TimeSpan(Interlocked.Read(ref _clockCorrection));
            return correction.Duration() > TimeSpan.FromMinutes(5) ? correction : TimeSpan.Zero;
        }
    }

    /// <summary>The keys of the instance's role.</summary>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.NoCredentials"/>, saying why.</exception>
    public Task<AwsKeys> KeysAsync(CancellationToken cancellation) => WithinLimitAsync(
        async limited =>
        {
            var role = await RoleAsync(limited).ConfigureAwait(false);
            var text = await GetAsync(RoleFolder + Uri.EscapeDataString(role), limited).ConfigureAwait(false);
            return Parse(text, role);
        },
        cancellation);

    /// <summary>This instance's id and the name of its role, which together say whose tokens these are.</summary>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.NoCredentials"/>: the service cannot be used, or there is no role.</exception>
    public Task<(string InstanceId, string Role)> IdentityAsync(CancellationToken cancellation) => WithinLimitAsync(
        async limited =>
        {
            _token ??= await TokenAsync(limited).ConfigureAwait(false);
            var id = GetAsync("latest/meta-data/instance-id", limited);
            var role = await RoleAsync(limited).ConfigureAwait(false);
            return (await id.ConfigureAwait(false) ?? "", role);
        },
        cancellation);

    /// <summary>Whether an error means that the service said nothing at all, in contrast to a bad answer.</summary>
    /// <param name="error">An error of this class.</param>
    public static bool IsSilence(EcrException error) => error.InnerException is OperationCanceledException or HttpRequestException;

    /// <summary>The region this instance runs in.</summary>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.NoCredentials"/>: the service cannot be used.</exception>
    public Task<string?> RegionAsync(CancellationToken cancellation) =>
        WithinLimitAsync(limited => GetAsync("latest/meta-data/placement/region", limited), cancellation);

    /// <summary>The id of this instance.</summary>
    /// <exception cref="EcrException"><see cref="EcrErrorReason.NoCredentials"/>: the service cannot be used.</exception>
    public Task<string?> InstanceIdAsync(CancellationToken cancellation) =>
        WithinLimitAsync(limited => GetAsync("latest/meta-data/instance-id", limited), cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private static Uri EndpointOf(HostEnvironment host)
    {
        var ipv6 = string.Equals(host.Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), "IPv6", StringComparison.OrdinalIgnoreCase);
        var text = host.Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? (ipv6 ? "http://[fd00:ec2::254]/" : "http://169.254.169.254/");
        return Uri.TryCreate(text.EndsWith("/", StringComparison.Ordinal) ? text : text + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new EcrException(EcrErrorReason.BadArgument, "AWS_EC2_METADATA_SERVICE_ENDPOINT is not an http address.", "Correct or unset it.");
    }

    private static AwsKeys Parse(string? text, string role)
    {
        try
        {
            using var json = JsonDocument.Parse(text ?? "");
            var fields = json.RootElement;
            if (fields.GetProperty("Code").GetString() == "Success"
                && fields.GetProperty("AccessKeyId").GetString() is { Length: > 0 } id
                && fields.GetProperty("SecretAccessKey").GetString() is { Length: > 0 } secret)
            {
                return new AwsKeys(
                    id,
                    secret,
                    fields.GetProperty("Token").GetString(),
                    "the instance's role",
                    role);
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Said below, without the text.
        }

        throw Unusable($"gave no usable credentials for the role '{role}'", "Check the role's trust policy: ec2.amazonaws.com must be allowed to assume it.");
    }

    private static EcrException Unusable(string problem, string remedy, Exception? inner = null) =>
        new(EcrErrorReason.NoCredentials, $"The instance metadata service {problem}.", remedy, inner);

    private async Task<string> RoleAsync(CancellationToken cancellation)
    {
        var role = (await GetAsync(RoleFolder, cancellation).ConfigureAwait(false))?.Split('\n')[0].Trim();
        return string.IsNullOrEmpty(role)
            ? throw Unusable("has no IAM role attached", "Attach an instance profile whose role may call ecr:GetAuthorizationToken.")
            : role!;
    }

    private async Task<string?> GetAsync(string path, CancellationToken cancellation)
    {
        _token ??= await TokenAsync(cancellation).ConfigureAwait(false);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("X-aws-ec2-metadata-token", _token);
        using var response = await SendAsync(request, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (!response.IsSuccessStatusCode)
            throw Unusable($"answered {Number(response)} to GET /{path}", "Try again in a moment.");
        return await response.Content.ReadAsStringAsync().ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var response = await _client.Value.SendAsync(request, cancellation).ConfigureAwait(false);
        if (response.Headers.Date is { } date)
            Interlocked.Exchange(ref _clockCorrection, (date - _host.UtcNow).Ticks);
        return response;
    }

    private async Task<string> TokenAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "latest/api/token");
        request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "300");
        using var response = await SendAsync(request, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Forbidden)
            throw Unusable("is switched off for this instance (403)", "Enable it with aws ec2 modify-instance-metadata-options --http-endpoint enabled.");
        if (!response.IsSuccessStatusCode)
            throw Unusable($"answered {Number(response)} to its token request", "Try again in a moment.");
        var token = (await response.Content.ReadAsStringAsync().ConfigureAwait(false)).Trim();
        foreach (var c in token)
        {
            if (c is <= ' ' or > '~')
                throw Unusable("gave no token: something else answers in its place", "Check what listens at its address.");
        }

        return token;
    }

    private async Task<T> WithinLimitAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        if (IsDisabled)
            throw Unusable("is switched off by AWS_EC2_METADATA_DISABLED", "Unset it to use the instance's role.");

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(_limit);
        try
        {
            return await work(limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            var seconds = _limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            throw Unusable(
                $"at {Endpoint.Authority} gave no answer within {seconds} s",
                "On EC2, check that it is enabled, that nothing blocks it for this user and, inside a container, that its hop limit is at least 2.",
                e);
        }
        catch (HttpRequestException e)
        {
            throw Unusable($"at {Endpoint.Authority} cannot be reached", "Off EC2, give credentials by profile or environment.", e);
        }
    }

    private static string Number(HttpResponseMessage response) => ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
}
