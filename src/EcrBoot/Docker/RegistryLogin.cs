using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>Asks a registry whether it takes a login, as <c>docker login</c> does: <c>GET /v2/</c>.</summary>
public sealed class RegistryLogin
{
    private const int MostTries = 3;
    private readonly HostEnvironment _host;
    private readonly RegistryLoginOptions _options;

    /// <summary>Makes a verifier.</summary>
    /// <param name="host">Where the proxy and the certificate variables are read, at each call.</param>
    /// <param name="options">Time limit and certificate folders; null for the defaults.</param>
    public RegistryLogin(HostEnvironment host, RegistryLoginOptions? options = null)
    {
        _host = host;
        _options = options ?? new RegistryLoginOptions();
    }

    /// <summary>
    /// Verifies a login over TLS. Over plain http only at a loopback address whose server does not speak TLS. No redirection is followed. Within
    /// the time limit, a registry that is busy, at fault or not there is asked up to three times.
    /// </summary>
    /// <param name="credential">The login; its host may have a port.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="EcrException">
    /// RegistryRejected: the registry refused it. TlsNotTrusted, EndpointUnreachable, TimedOut; ServiceFault: any other answer. BadArgument: a
    /// proxy or certificate variable cannot be used.
    /// </exception>
    public async Task VerifyAsync(RegistryCredential credential, CancellationToken cancellation)
    {
        if (!Uri.TryCreate("https://" + credential.Host + "/v2/", UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.PathAndQuery != "/v2/")
            throw new EcrException(EcrErrorReason.BadArgument, $"'{credential.Host}' is not the host name of a registry.", "Give a host name, with a port if need be.");

        var folders = _options.CertificateFolders ?? RegistryCertificates.Folders(_host);
        var trust = TlsTrust.Of(_host, RegistryCertificates.For(credential.Host, folders));
        var proxy = new ProxySettings(_host);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        proxy.ApplyTo(handler);
        trust.ApplyTo(handler);
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.TryTimeout);
        var check = new RegistryCheck(client, credential);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await TryAsync(check, url, trust, limit.Token).ConfigureAwait(false);
                    return;
                }
                catch (Exception e) when (attempt < MostTries && !limit.IsCancellationRequested && (check.IsPassing || (IsCutOff(e) && !trust.HasRefused)))
                {
                    // Where the time limit comes first, this error says more than that.
                    if (!await PauseAsync(attempt, limit.Token).ConfigureAwait(false))
                        throw;
                }
            }
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException && limit.IsCancellationRequested)
        {
            throw new EcrException(
                EcrErrorReason.TimedOut,
                $"The registry {credential.Host}{Via(proxy, url)} did not answer within {_options.TryTimeout.TotalSeconds:0.#} s.",
                "Check the route to it: security groups, VPC endpoints, proxy.",
                e);
        }
        catch (HttpRequestException e) when (trust.HasRefused)
        {
            var folder = folders.Count > 0 ? folders[0] : "/etc/docker/certs.d";
            throw trust.Error(credential.Host, $"Save that issuer's certificate as {folder}/{credential.Host}/ca.crt, or set AWS_CA_BUNDLE to a PEM file with it.", e);
        }
        catch (HttpRequestException e)
        {
            throw new EcrException(
                EcrErrorReason.EndpointUnreachable,
                $"The registry {credential.Host} cannot be reached{Via(proxy, url)}: {ForeignText.Clean(Cause(e), credential).TrimEnd('.')}.",
                proxy.IsBypassed(url) ? "Check the name, DNS and the route to it: security groups, VPC endpoints, HTTPS_PROXY." : "Check the proxy, and whether NO_PROXY should have this host.",
                e);
        }
    }

    private static async Task TryAsync(RegistryCheck check, Uri url, TlsTrust trust, CancellationToken cancellation)
    {
        try
        {
            await check.RunAsync(url, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException) when (IsLoopback(url) && !trust.HasRefused && !cancellation.IsCancellationRequested)
        {
            // As docker does for these addresses; a server whose certificate was refused speaks TLS, and gets nothing in the clear.
            await check.RunAsync(new UriBuilder(url) { Scheme = "http", Port = url.IsDefaultPort ? 80 : url.Port }.Uri, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Whether nobody took the connection or it was cut off, as while a registry or a proxy restarts.</summary>
    private static bool IsCutOff(Exception e)
    {
        for (var cause = e is HttpRequestException ? e.InnerException : null; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.ConnectionReset or SocketError.ConnectionAborted })
                return true;
        }

        return false;
    }

    /// <summary>Waits up to 0.2 s, then up to 0.4 s.</summary>
    /// <returns>False where the time was up.</returns>
    private static async Task<bool> PauseAsync(int attempt, CancellationToken cancellation)
    {
        try
        {
            await RetryPause.UpToAsync(TimeSpan.FromMilliseconds(200 * attempt), cancellation).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Whether a registry is on this host, by its address alone: a name that resolves to one is not enough to send a password in the clear.</summary>
    private static bool IsLoopback(Uri url) =>
        url.DnsSafeHost.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    private static string Via(ProxySettings proxy, Uri url) => proxy.GetProxy(url) is { } address ? $" through the proxy {address.Scheme}://{address.Authority}" : "";

    // The outer message of .NET Framework is only "An error occurred while sending the request."
    private static string Cause(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e.Message;
    }
}
