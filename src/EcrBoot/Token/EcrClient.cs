using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Identity;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;

namespace EcrBoot.Token;

/// <summary>
/// The one ECR operation this library needs, on AWSSDK.Core's own pipeline: signing, retries, proxies and clock correction are the SDK's.
/// The names are those of AWSSDK.ECR, so that the package can take this file's place.
/// </summary>
internal sealed class EcrClient : AmazonServiceClient
{
    private readonly EcrClientConfig _config;

    /// <summary>A client for one endpoint; <see cref="EcrClientConfig.ClockCorrection"/> is added to the clock its requests are signed with.</summary>
    public EcrClient(AWSCredentials credentials, EcrClientConfig config)
        : base(credentials, config) => _config = config;

    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    /// <summary>Asks for a token. <see cref="GetAuthorizationTokenRequest.IsPublic"/> chooses the service.</summary>
    public Task<GetAuthorizationTokenResponse> GetAuthorizationTokenAsync(GetAuthorizationTokenRequest request, CancellationToken cancellation)
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new RequestMarshaller(),
            ResponseUnmarshaller = new ResponseUnmarshaller(),
        };
        return InvokeAsync<GetAuthorizationTokenResponse>(request, options, cancellation);
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new EndpointHandler());
        pipeline.AddHandlerAfter<Marshaller>(new AuthHandler(((EcrClientConfig)Config).ClockCorrection));
    }

    internal sealed class GetAuthorizationTokenRequest : AmazonWebServiceRequest
    {
        public bool IsPublic { get; init; }
    }

    internal sealed class GetAuthorizationTokenResponse : AmazonWebServiceResponse
    {
        public string? AuthorizationToken { get; set; }

        public DateTimeOffset? ExpiresAt { get; set; }

        public string? ProxyEndpoint { get; set; }
    }

    private sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => "ECR";

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private sealed class EndpointHandler : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new();
    }

    private sealed class AuthHandler : BaseAuthResolverHandler
    {
        private readonly TimeSpan _clockCorrection;

        public AuthHandler(TimeSpan clockCorrection) => _clockCorrection = clockCorrection;

        protected override ISigner GetSigner(IAuthScheme<BaseIdentity> scheme) =>
            _clockCorrection == TimeSpan.Zero ? base.GetSigner(scheme) : new CorrectedSigner(_clockCorrection);

        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class RequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var target = ((GetAuthorizationTokenRequest)input).IsPublic
                ? "SpencerFrontendService.GetAuthorizationToken"
                : "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
            var request = new DefaultRequest(input, "Amazon.ECR")
            {
                HttpMethod = "POST",
                ResourcePath = "/",
                Content = Encoding.UTF8.GetBytes("{}"),
            };
            request.Headers["X-Amz-Target"] = target;
            request.Headers["Content-Type"] = "application/x-amz-json-1.1";
            return request;
        }
    }

    private sealed class ResponseUnmarshaller : JsonResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
        {
            using var json = JsonDocument.Parse(context.Stream);
            var response = new GetAuthorizationTokenResponse();
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("authorizationData", out var data))
                return response;

            // ECR answers with a list of one, ECR Public with the object itself.
            if (data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0)
                data = data[0];
            if (data.ValueKind != JsonValueKind.Object)
                return response;

            response.AuthorizationToken = Text(data, "authorizationToken");
            response.ProxyEndpoint = Text(data, "proxyEndpoint");
            if (data.TryGetProperty("expiresAt", out var at) && at.ValueKind == JsonValueKind.Number && at.TryGetDouble(out var seconds)
                && seconds is > 0 and < 253402300800)
            {
                response.ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
            }

            return response;
        }

        public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception? innerException, HttpStatusCode statusCode)
        {
            var reader = new Amazon.Runtime.Internal.Util.StreamingUtf8JsonReader(context.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
            return new AmazonServiceException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
        }

        private static string? Text(JsonElement data, string name) =>
            data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
