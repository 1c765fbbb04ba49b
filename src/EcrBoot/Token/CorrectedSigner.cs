using System;
using Amazon.Runtime;
using Amazon.Runtime.Identity;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;

namespace EcrBoot.Token;

/// <summary>
/// Signs with a clock that is known to be wrong by so much. The SDK learns that only from AWS's refusal, and its one setting for it is the whole
/// process's. What it has learnt for the endpoint by then is newer, and wins.
/// </summary>
internal sealed class CorrectedSigner : AWS4Signer
{
    private readonly TimeSpan _correction;

    /// <summary>A signer that adds the correction to this host's clock.</summary>
    public CorrectedSigner(TimeSpan correction) => _correction = correction;

    /// <inheritdoc/>
    public override void Sign(IRequest request, IClientConfig clientConfig, RequestMetrics metrics, BaseIdentity identity)
    {
        if (CorrectClockSkew.GetClockCorrectionForEndpoint(clientConfig.ServiceURL) != TimeSpan.Zero || identity is not AWSCredentials credentials)
        {
            base.Sign(request, clientConfig, metrics, identity);
            return;
        }

        // As the base does, but for the time.
        var keys = credentials.GetCredentials();
        var result = SignRequest(request, clientConfig, metrics, keys.AccessKey, keys.SecretKey, DateTime.UtcNow + _correction);
        request.AWS4SignerResult = result;
        request.Headers["Authorization"] = result.ForAuthorizationHeader;
    }

    /// <inheritdoc/>
    public override System.Threading.Tasks.Task SignAsync(
        IRequest request, IClientConfig clientConfig, RequestMetrics metrics, BaseIdentity identity, System.Threading.CancellationToken token = default)
    {
        Sign(request, clientConfig, metrics, identity);
        return System.Threading.Tasks.Task.CompletedTask;
    }
}
