using System;
using System.Net;
using System.Net.Http;

namespace EcrBoot.Host;

/// <summary>
/// The proxies named by <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>, read when this object is made.
/// .NET reads them once per process and .NET Framework never does, so every handler of this library is given them with <see cref="ApplyTo"/>.
/// </summary>
/// <remarks>
/// Lower-case names win over upper-case ones, as in curl and .NET. Loopback and link-local addresses (the instance metadata service)
/// are always reached directly: no proxy could reach those of this host.
/// </remarks>
public sealed class ProxySettings : IWebProxy, ICredentials
{
    private readonly Proxy? _https;
    private readonly Proxy? _http;
    private readonly NoProxyList _direct;

    /// <summary>Reads the settings.</summary>
    /// <param name="host">Where the variables are read.</param>
    /// <exception cref="EcrException">BadArgument: a variable holds no proxy address. Its value, which may hold a password, is not quoted.</exception>
    public ProxySettings(HostEnvironment host)
    {
        var any = Read(host, "all_proxy", "ALL_PROXY");
        _https = Read(host, "https_proxy", "HTTPS_PROXY") ?? any;

        // A web server turns the request header "Proxy" into HTTP_PROXY for its CGI programs (httpoxy).
        var cgi = host.Variable("REQUEST_METHOD") is not null || host.Variable("GATEWAY_INTERFACE") is not null;
        _http = Read(host, "http_proxy", cgi ? null : "HTTP_PROXY") ?? any;
        _direct = new NoProxyList(host.Variable("no_proxy") ?? host.Variable("NO_PROXY") ?? "");
    }

    /// <summary>Whether no proxy is named at all.</summary>
    public bool IsEmpty => _https is null && _http is null;

    /// <summary>The credentials in the proxies' URLs. Setting them is not supported.</summary>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException("The proxy's credentials are part of its address.");
    }

    /// <summary>The proxy for a request, without its user name and password, so that a message may name it; null where there is none.</summary>
    /// <param name="destination">The request's address.</param>
    public Uri? GetProxy(Uri destination) => For(destination)?.Address;

    /// <summary>Whether a request goes directly to its server.</summary>
    /// <param name="host">The request's address.</param>
    public bool IsBypassed(Uri host) => For(host) is null;

    /// <summary>The user name and password for a proxy; null where its URL has none.</summary>
    /// <param name="uri">The proxy's address.</param>
    /// <param name="authType">The authentication scheme; the answer is the same for all.</param>
    public NetworkCredential? GetCredential(Uri uri, string authType) =>
        _https is not null && uri == _https.Address ? _https.Login
        : _http is not null && uri == _http.Address ? _http.Login
        : null;

    /// <summary>Gives these settings to a handler. On Windows a handler keeps the system's own proxy where no variable names one.</summary>
    /// <param name="handler">A handler that has sent nothing yet.</param>
    public void ApplyTo(HttpClientHandler handler)
    {
        if (IsEmpty && HostEnvironment.IsWindows)
            return;
        handler.UseProxy = !IsEmpty;
        if (!IsEmpty)
            handler.Proxy = this;
    }

    private static Proxy? Read(HostEnvironment host, string lower, string? upper)
    {
        var name = host.Variable(lower) is null ? upper : lower;
        if (name is null || host.Variable(name)?.Trim() is not { Length: > 0 } value)
            return null;
        return Proxy.TryParse(value) ?? throw new EcrException(
            EcrErrorReason.BadArgument,
            $"The environment variable {name} is not the address of a proxy.",
            "Set it to http://HOST:PORT.");
    }

    private Proxy? For(Uri target)
    {
        var proxy = string.Equals(target.Scheme, "http", StringComparison.OrdinalIgnoreCase) ? _http : _https;
        return proxy is null || _direct.Covers(target) ? null : proxy;
    }

    private sealed class Proxy
    {
        private Proxy(Uri address, NetworkCredential? login)
        {
            Address = address;
            Login = login;
        }

        public Uri Address { get; }

        public NetworkCredential? Login { get; }

        public static Proxy? TryParse(string value)
        {
            // "proxy:3128" is a common way to write it, and curl, Go and .NET all take it as http.
            if (value.IndexOf("://", StringComparison.Ordinal) < 0)
                value = "http://" + value;
            if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
                return null;

            var address = new UriBuilder(uri.Scheme, uri.Host, uri.Port).Uri;
            if (uri.UserInfo.Length == 0)
                return new Proxy(address, login: null);
            var colon = uri.UserInfo.IndexOf(':');
            var user = colon < 0 ? uri.UserInfo : uri.UserInfo.Substring(0, colon);
            var password = colon < 0 ? "" : uri.UserInfo.Substring(colon + 1);
            return new Proxy(address, new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)));
        }
    }
}
