using System;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace EcrBoot.Token;

/// <summary>The SDK's settings for one ECR endpoint.</summary>
internal sealed class EcrClientConfig : ClientConfig
{
    private readonly Uri _endpoint;

    /// <summary>Settings for an endpoint and the region its requests are signed for.</summary>
    public EcrClientConfig(Uri endpoint, string region, string signingName)
        : base(new Defaults())
    {
        _endpoint = endpoint;

        // RegionEndpoint and ServiceURL null each other: the URL names the place, AuthenticationRegion what is signed.
        ServiceURL = endpoint.AbsoluteUri;
        AuthenticationRegion = region;
        AuthenticationServiceName = signingName;
        RetryMode = RequestRetryMode.Standard;
        MaxErrorRetry = 2;
        EndpointProvider = new FixedEndpoint(endpoint);
    }

    /// <summary>What to add to this host's clock from the first request on; zero where nothing is known to be wrong with it.</summary>
    public TimeSpan ClockCorrection { get; set; }

    public override string ServiceVersion => "2015-09-21";

    public override string UserAgent { get; } = "EcrBoot/" + typeof(EcrClientConfig).Assembly.GetName().Version?.ToString(3);

    public override string RegionEndpointServiceName => "api.ecr";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(_endpoint.AbsoluteUri);

    private sealed class FixedEndpoint : IEndpointProvider
    {
        private readonly Endpoint _endpoint;

        public FixedEndpoint(Uri endpoint) => _endpoint = new Endpoint(endpoint.AbsoluteUri);

        public Endpoint ResolveEndpoint(EndpointParameters parameters) => _endpoint;
    }

    private sealed class Defaults : IDefaultConfigurationProvider
    {
        // Every mode is the same here: the caller's deadline rules, not a mode's time-outs.
        public IDefaultConfiguration GetDefaultConfiguration(RegionEndpoint clientRegion, DefaultConfigurationMode? requestedConfigurationMode = null) =>
            new DefaultConfiguration
            {
                Name = requestedConfigurationMode ?? DefaultConfigurationMode.Standard,
                RetryMode = RequestRetryMode.Standard,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                TimeToFirstByteTimeout = null,
                HttpRequestTimeout = null,
                TlsNegotiationTimeout = null,
            };
    }
}
