using System;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using EcrBoot.Token;
using Xunit;

namespace EcrBoot.Unit.Token;

public sealed class TokenFaultTests
{
    private static readonly TokenScope Frankfurt = new("eu-central-1");

    private static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    public static TheoryData<FaultKind, FaultTarget, EcrErrorReason, string> Faults() => new()
    {
        { FaultKind.AccessDenied, FaultTarget.EcrToken, EcrErrorReason.AccessDenied, "ecr:GetAuthorizationToken" },
        { FaultKind.AccessDenied, FaultTarget.EcrToken, EcrErrorReason.AccessDenied, "the role 'runner'" },
        { FaultKind.ExpiredToken, FaultTarget.EcrToken, EcrErrorReason.CredentialsExpired, "the instance's role" },
        { FaultKind.InvalidToken, FaultTarget.EcrToken, EcrErrorReason.CredentialsInvalid, "security token" },
        { FaultKind.SignatureExpired, FaultTarget.EcrToken, EcrErrorReason.ClockSkew, "clock" },
        { FaultKind.Throttle, FaultTarget.EcrToken, EcrErrorReason.Throttled, "Rate exceeded" },
        { FaultKind.ServerError, FaultTarget.EcrToken, EcrErrorReason.ServiceFault, "api.ecr.eu-central-1.amazonaws.com" },
        { FaultKind.MalformedJson, FaultTarget.EcrToken, EcrErrorReason.AnswerMalformed, "JSON" },
        { FaultKind.WrongContentType, FaultTarget.EcrToken, EcrErrorReason.AnswerMalformed, "proxy" },
        { FaultKind.HugeAnswer, FaultTarget.EcrToken, EcrErrorReason.EndpointUnreachable, "1 MiB" },
        { FaultKind.CutOffJson, FaultTarget.EcrToken, EcrErrorReason.EndpointUnreachable, "ended" },
        { FaultKind.ConnectionReset, FaultTarget.EcrToken, EcrErrorReason.EndpointUnreachable, "through the proxy" },
        { FaultKind.UntrustedCertificate, FaultTarget.Default, EcrErrorReason.TlsNotTrusted, "issued by" },
        { FaultKind.ExpiredCertificate, FaultTarget.Default, EcrErrorReason.TlsNotTrusted, "valid from" },
        { FaultKind.WrongNameCertificate, FaultTarget.Default, EcrErrorReason.TlsNotTrusted, "it is for" },
        { FaultKind.NoRole, FaultTarget.Imds, EcrErrorReason.NoCredentials, "no IAM role attached" },
        { FaultKind.RoleNotAssumable, FaultTarget.Imds, EcrErrorReason.NoCredentials, "trust policy" },
        { FaultKind.ImdsDisabled, FaultTarget.Imds, EcrErrorReason.NoCredentials, "403" },
        { FaultKind.ImdsHopLimit, FaultTarget.Imds, EcrErrorReason.NoCredentials, "hop limit" },
        { FaultKind.ImdsAbsent, FaultTarget.Imds, EcrErrorReason.NoCredentials, "no answer within 3 s" },
        { FaultKind.ImdsLate, FaultTarget.Imds, EcrErrorReason.NoCredentials, "cannot be reached" },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task Every_fault_has_its_reason_and_its_words(FaultKind kind, FaultTarget target, EcrErrorReason reason, string words)
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        sandbox.Faults.Add(new Fault { Kind = kind, Target = target });
        using var source = new TokenSource(new AwsIdentity(), SandboxHost.Of(sandbox));
        var error = await Assert.ThrowsAsync<EcrException>(() => source.TokenAsync(Frankfurt, Deadline()));
        Assert.True(reason == error.Reason && error.Message.Contains(words, StringComparison.Ordinal), $"{error.Reason}: {error.Message}");
        Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
    }
}
