using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// HTTP clients for AWS that know this host's proxies and <c>AWS_CA_BUNDLE</c>, which the SDK ignores, and that read no answer
/// longer or slower than the caller allows.
/// </summary>
internal sealed class AwsHttp
{
    /// <summary>How long one try may take, from the connection to the answer's last byte.</summary>
    public static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(10);

    private readonly ProxySettings _proxy;
    private readonly CancellationToken _cancellation;

    /// <summary>Clients whose answers end with the given token.</summary>
    /// <param name="host">Where the settings are read.</param>
    /// <param name="cancellation">Ends the reading of an answer; the SDK passes no token on there.</param>
    public AwsHttp(HostEnvironment host, CancellationToken cancellation)
    {
        _proxy = new ProxySettings(host);
        _cancellation = cancellation;
        Trust = TlsTrust.Of(host);
    }

    /// <summary>What these clients trust; it knows why a server was refused.</summary>
    public TlsTrust Trust { get; }

    /// <summary>The proxy on the way to an address; null where there is none.</summary>
    public Uri? ProxyFor(Uri address) => _proxy.GetProxy(address);

    /// <summary>A client.</summary>
    public HttpClient Create()
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false };
        _proxy.ApplyTo(handler);
        Trust.ApplyTo(handler);
        return new HttpClient(new TryHandler(new BoundedAnswerHandler(handler, _cancellation), Trust)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    // One try. The SDK would try a server whose certificate was refused again and bury the reason, and wait for a silent one for ever.
    private sealed class TryHandler : DelegatingHandler
    {
        private readonly TlsTrust _trust;

        public TryHandler(HttpMessageHandler inner, TlsTrust trust)
            : base(inner) => _trust = trust;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limited.CancelAfter(TryLimit);
            try
            {
                return await base.SendAsync(request, limited.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (limited.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // It is tried again after this exception, and not after a cancellation.
                throw new HttpRequestException("No answer.", new TimeoutException($"No answer within {TryLimit.TotalSeconds:0} s.", e));
            }
            catch (HttpRequestException e) when (_trust.HasRefused)
            {
                throw _trust.Error(request.RequestUri!.Authority, inner: e);
            }
        }
    }
}
