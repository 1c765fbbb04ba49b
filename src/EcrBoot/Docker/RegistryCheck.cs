using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Docker;

/// <summary>The requests of <see cref="RegistryLogin"/>: one for Basic registries such as Amazon ECR, three where a token server stands beside.</summary>
internal sealed class RegistryCheck
{
    private const int MostAnswer = 16 * 1024;
    private readonly HttpClient _client;
    private readonly RegistryCredential _credential;
    private readonly string _basic;

    public RegistryCheck(HttpClient client, RegistryCredential credential)
    {
        _client = client;
        _credential = credential;
        _basic = "Basic " + credential.BasicAuth;
    }

    /// <summary>Whether the last answer was one that passes: 429, or the server's own fault.</summary>
    public bool IsPassing { get; private set; }

    /// <summary>Returns where the registry takes the login.</summary>
    /// <param name="url">The address of <c>/v2/</c>.</param>
    /// <param name="cancellation">Ends the requests.</param>
    /// <exception cref="EcrException">RegistryRejected, ServiceFault.</exception>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    public async Task RunAsync(Uri url, CancellationToken cancellation)
    {
        using var answer = await GetAsync(url, _basic, cancellation).ConfigureAwait(false);
        if (await ChallengeAsync(answer, url, cancellation).ConfigureAwait(false) is { } challenge)
        {
            var token = await TokenAsync(challenge, url, cancellation).ConfigureAwait(false);
            using var second = await GetAsync(url, "Bearer " + token, cancellation).ConfigureAwait(false);
            await JudgeAsync(second, cancellation).ConfigureAwait(false);
            return;
        }

        await JudgeAsync(answer, cancellation).ConfigureAwait(false);
    }

    // ECR Public answers Basic with 400 and names its token server only to a request without a login; dependabot/proxy 157.
    private async Task<BearerChallenge?> ChallengeAsync(HttpResponseMessage answer, Uri url, CancellationToken cancellation)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return BearerChallenge.Of(answer);
        if (answer.StatusCode != HttpStatusCode.BadRequest)
            return null;
        using var bare = await GetAsync(url, authorization: null, cancellation).ConfigureAwait(false);
        return bare.StatusCode == HttpStatusCode.Unauthorized ? BearerChallenge.Of(bare) : null;
    }

    private async Task<HttpResponseMessage> GetAsync(Uri url, string? authorization, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);

        // The typed header would quote a value it does not like in its exception.
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("User-Agent", "EcrBoot");
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
    }

    private async Task<string> TokenAsync(BearerChallenge challenge, Uri registry, CancellationToken cancellation)
    {
        // docker gives its password to any realm; here the way to it must be as safe as the way to the registry.
        if (challenge.Realm.Scheme != Uri.UriSchemeHttps && challenge.Realm.Authority != registry.Authority)
            throw Fault($"names the token server {challenge.Realm.Host}, which has no TLS");
        using var answer = await GetAsync(challenge.Request(_credential.UserName), _basic, cancellation).ConfigureAwait(false);
        await JudgeAsync(answer, cancellation).ConfigureAwait(false);
        try
        {
            var json = ConfigReader.Parse(Encoding.UTF8.GetBytes(await BodyAsync(answer, cancellation).ConfigureAwait(false)));
            return (json?.Find("token") ?? json?.Find("access_token")) is { Kind: ConfigValueKind.String, Text.Length: > 0 } token && token.Text.All(static c => c is > ' ' and < (char)127)
                ? token.Text
                : throw Fault("has a token server that gave no token");
        }
        catch (ConfigSyntaxException)
        {
            throw Fault("has a token server that gave no JSON");
        }
    }

    private async Task JudgeAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var code = (int)answer.StatusCode;
        if (code == 200)
            return;
        IsPassing = code is 429 or >= 500;
        var words = ForeignText.Clean(await BodyAsync(answer, cancellation).ConfigureAwait(false), _credential).TrimEnd('.');
        var said = words.Length > 0 ? $"{code}: {words}" : $"{code} {answer.ReasonPhrase}";

        // 400 is what ECR answers to a token it did not issue.
        if (code is not (400 or 401 or 403))
            throw Fault($"answered {said}");
        throw new EcrException(
            EcrErrorReason.RegistryRejected,
            $"The registry {_credential.Host} refused the login of '{_credential.UserName}' with {said}.",
            "Check that the token was issued for that registry's region, and the repository and VPC endpoint policies.");
    }

    private async Task<string> BodyAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        // Bounded: whoever answers is not trusted with this process's memory.
        var buffer = new byte[MostAnswer];
        var filled = 0;
        using var stop = cancellation.Register(answer.Dispose); // .NET Framework's stream does not heed the token
        try
        {
            using var body = await answer.Content.ReadAsStreamAsync().ConfigureAwait(false);
            while (filled < buffer.Length && await body.ReadAsync(buffer, filled, buffer.Length - filled, cancellation).ConfigureAwait(false) is > 0 and var got)
                filled += got;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The status was read, and decides; a body cut off, or without an end, says what it has said.
        }

        return Encoding.UTF8.GetString(buffer, 0, filled);
    }

    private EcrException Fault(string what) => new(
        EcrErrorReason.ServiceFault,
        $"The registry {_credential.Host} {what}.",
        "Check that the name is a registry's, and try again later.");
}
