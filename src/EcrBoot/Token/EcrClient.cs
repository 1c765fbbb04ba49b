using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// The one ECR operation this library needs, GetAuthorizationToken, tried as the SDKs' standard mode does: three times at most, where it was throttled, the
/// service was at fault or the connection broke. A clock that AWS refuses is corrected by AWS's own.
/// </summary>
internal sealed class EcrClient : IDisposable
{
    private const int MostTries = 3;
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(5);
    private static readonly byte[] s_content = { (byte)'{', (byte)'}' };
    private readonly AwsKeys _keys;
    private readonly Uri _endpoint;
    private readonly TokenScope _scope;
    private readonly HostEnvironment _host;
    private readonly HttpClient _http;

    /// <summary>A client for one endpoint.</summary>
    /// <param name="keys">Whose requests these are.</param>
    /// <param name="endpoint">Where they go.</param>
    /// <param name="scope">The region and service they are signed for.</param>
    /// <param name="http">Sends them, within a time limit each.</param>
    /// <param name="host">The clock.</param>
    /// <param name="clockCorrection">See <see cref="ClockCorrection"/>.</param>
    public EcrClient(AwsKeys keys, Uri endpoint, TokenScope scope, AwsHttp http, HostEnvironment host, TimeSpan clockCorrection)
    {
        _keys = keys;
        _endpoint = endpoint;
        _scope = scope;
        _host = host;
        _http = http.Create();
        ClockCorrection = clockCorrection;
    }

    /// <summary>What is added to this host's clock: at first what is known of it, then what AWS says.</summary>
    public TimeSpan ClockCorrection { get; private set; }

    /// <summary>Asks for a token.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="EcrException">AnswerMalformed, TlsNotTrusted.</exception>
    /// <exception cref="Amazon.Runtime.AmazonServiceException">AWS refused.</exception>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<AuthorizationToken> GetAuthorizationTokenAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = Request();
                using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
                var content = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.OK)
                    return TokenAnswer.Read(content, ClockCorrection);
                var error = TokenAnswer.Error(response, content);
                var isCorrected = CorrectClock(error.ErrorCode, error.Message, response.Headers.Date);
                if (attempt == MostTries || !(isCorrected || TokenAnswer.IsPassing(error)))
                    throw error;
                if (isCorrected)
                    continue;
            }
            catch (Exception e) when (e is HttpRequestException or IOException && attempt < MostTries && !cancellation.IsCancellationRequested)
            {
                // Once more, below.
            }

            await RetryPause.UpToAsync(TimeSpan.FromSeconds(attempt), cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request()
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["X-Amz-Target"] = (_scope.IsPublic ? "SpencerFrontendService" : "AmazonEC2ContainerRegistry_V20150921") + ".GetAuthorizationToken",
            ["Content-Type"] = "application/x-amz-json-1.1",
        };
        var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new ByteArrayContent(s_content) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", headers["Content-Type"]);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", headers["X-Amz-Target"]);
        request.Headers.TryAddWithoutValidation("User-Agent", "EcrBoot/" + typeof(EcrClient).Assembly.GetName().Version!.ToString(3));
        var now = _host.UtcNow + ClockCorrection;
        foreach (var header in RequestSignature.Headers(_endpoint, headers, s_content, _keys, _scope.Region, _scope.IsPublic ? "ecr-public" : "ecr", now))
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        return request;
    }

    // Only where the clock is what AWS complains of, and AWS's own says so.
    private bool CorrectClock(string? code, string words, DateTimeOffset? date)
    {
        if (code is null || AwsErrorCode.ReasonOf(code, words) is not (EcrErrorReason.ClockSkew or EcrErrorReason.CredentialsInvalid) || date is not { } theirs)
            return false;
        var correction = theirs - _host.UtcNow;
        if ((correction - ClockCorrection).Duration() <= s_clockTolerance)
            return false;
        ClockCorrection = correction;
        return true;
    }
}
