using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Unit.Host;
using Xunit;

namespace EcrBoot.Unit.Docker;

public sealed class RegistryLoginTests : IDisposable
{
    private const string Password = "eyJwYXlsb2FkIjoic2VjcmV0In0=";
    private static readonly string s_basic = "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:" + Password));
    private readonly TestFolder _folder = new();
    private readonly TestAuthority _authority = new("Registry CA");

    [Fact]
    public async Task A_registry_that_takes_the_login_is_fine()
    {
        using var server = Tls(head => Is(head, "GET /v2/ ") && Is(head, s_basic) ? TestServer.Response("200 OK") : TestServer.Response("401 Unauthorized"));
        await Verify(server);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("401 Unauthorized", "", EcrErrorReason.RegistryRejected, "401 Unauthorized")]
    [InlineData("403 Forbidden", "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"Your authorization token has expired.\"}]}", EcrErrorReason.RegistryRejected, "token has expired")]
    [InlineData("500 Oops", "", EcrErrorReason.ServiceFault, "500 Oops")]
    [InlineData("404 Not Found", "<html>\n  nothing\n  here</html>", EcrErrorReason.ServiceFault, "answered 404: nothing here.")]
    [InlineData("502 Bad Gateway", "<!DOCTYPE html>\r\n<html><head><title>502 Bad Gateway</title><style>a > b { c: d }</style></head>\r\n<body><h1>Try<br/>later</h1></body></html>", EcrErrorReason.ServiceFault, "502: 502 Bad Gateway Try later.")]
    [InlineData("429 Too Many Requests", "", EcrErrorReason.ServiceFault, "429 Too Many Requests")]
    [InlineData("307 Moved", "", EcrErrorReason.ServiceFault, "307")]
    public async Task Any_other_answer_is_an_error_with_the_registrys_words(string status, string body, EcrErrorReason reason, string words)
    {
        using var server = Tls(_ => TestServer.Response(status, "Location: http://127.0.0.1:1/\r\n", body));
        var error = await Failure(reason, () => Verify(server));
        Assert.Contains(words, error.Problem, StringComparison.Ordinal);
        Assert.Equal(status[0] == '5' || status.StartsWith("429", StringComparison.Ordinal) ? 3 : 1, server.Requests.Count);
    }

    [Theory]
    [InlineData("503 Service Unavailable", 2)]
    [InlineData("429 Too Many Requests", 1)]
    [InlineData(null, 2)]
    public async Task A_registry_that_is_busy_or_hangs_up_is_asked_again(string? status, int times)
    {
        var left = times;
        using var server = Tls(_ => Interlocked.Decrement(ref left) < 0 ? TestServer.Response("200 OK") : status is null ? TestServer.Reset : TestServer.Response(status));
        await Verify(server);
        Assert.Equal(times + 1, server.Requests.Count);
    }

    [Fact]
    public async Task A_secret_in_the_answer_is_not_repeated()
    {
        using var server = Tls(_ => TestServer.Response("401 Unauthorized", body: "bad password " + Password + " in " + s_basic));
        var error = await Failure(EcrErrorReason.RegistryRejected, () => Verify(server));
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(s_basic[^20..], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_serves_a_loopback_address_without_tls()
    {
        using var server = new TestServer(head => Is(head, s_basic) ? TestServer.Response("200 OK") : TestServer.Response("401 Unauthorized"));
        await Verify(server);
    }

    [Fact]
    public async Task A_loopback_server_whose_certificate_is_refused_gets_nothing_in_the_clear()
    {
        using var other = new TestAuthority("Another CA");
        using var certificate = other.Issue("127.0.0.1");
        using var server = new TestServer(_ => TestServer.Response("200 OK"), certificate);

        var error = await Failure(EcrErrorReason.TlsNotTrusted, () => Verify(server));

        Assert.Contains("CN=Another CA", error.Problem, StringComparison.Ordinal);
        Assert.Contains(_folder.File("certs.d") + "/" + server.Host + "/ca.crt", error.Remedy, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_certificates_docker_keeps_for_that_registry_are_trusted()
    {
        using var server = Tls(_ => TestServer.Response("200 OK"), trusted: false);
        _authority.WritePem(_folder.File("certs.d/" + server.Host), "own-ca.crt");
        await Verify(server);
    }

    [Fact]
    public async Task The_certificates_docker_keeps_for_another_registry_are_not()
    {
        using var server = Tls(_ => TestServer.Response("200 OK"), trusted: false);
        _authority.WritePem(_folder.File("certs.d/127.0.0.1:1"));
        await Failure(EcrErrorReason.TlsNotTrusted, () => Verify(server));
    }

    [Fact]
    public async Task Aws_ca_bundle_is_trusted()
    {
        using var server = Tls(_ => TestServer.Response("200 OK"), trusted: false);
        await Verify(server, [("AWS_CA_BUNDLE", _authority.WritePem(_folder, "bundle.pem"))]);
    }

    [Fact]
    public async Task A_token_server_gives_what_the_registry_takes()
    {
        TestServer? server = null;
        using var owned = server = new TestServer(head =>
            Is(head, "GET /token?account=AWS&client_id=docker&offline_token=true&service=reg ") && Is(head, s_basic) ? TestServer.Response("200 OK", body: "{\"token\":\"t0ken\"}")
            : Is(head, "GET /v2/ ") && Is(head, "Authorization: Bearer t0ken") ? TestServer.Response("200 OK")
            : TestServer.Response("401 Unauthorized", $"WWW-Authenticate: Bearer realm=\"http://{server!.Host}/token\",service=\"reg\"\r\n"));
        await Verify(server);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_token_server_elsewhere_without_tls_gets_nothing()
    {
        using var elsewhere = new TestServer(_ => TestServer.Response("200 OK", body: "{\"token\":\"t\"}"));
        using var server = new TestServer(_ => TestServer.Response("401 Unauthorized", $"WWW-Authenticate: Bearer realm=\"http://{elsewhere.Host}/token\"\r\n"));
        await Failure(EcrErrorReason.ServiceFault, () => Verify(server));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_closed_port_is_unreachable_and_named()
    {
        var host = "127.0.0.1:" + FreePort();
        var error = await Failure(EcrErrorReason.EndpointUnreachable, () => Verify(host));
        Assert.Contains(host, error.Problem, StringComparison.Ordinal);
        Assert.Contains("refused", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named_without_its_password()
    {
        var proxy = "127.0.0.1:" + FreePort();
        var error = await Failure(EcrErrorReason.EndpointUnreachable, () => Verify("registry.example", [("HTTPS_PROXY", $"http://joe:hush@{proxy}")]));
        Assert.Contains($"registry.example cannot be reached through the proxy http://{proxy}", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_is_given_its_password()
    {
        var expected = "Proxy-Authorization: Basic " + Convert.ToBase64String("joe:hush"u8);
        using var proxy = new TestServer(head => Is(head, expected)
            ? TestServer.Response("502 Known")
            : TestServer.Response("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"p\"\r\n"));
        var error = await Failure(EcrErrorReason.EndpointUnreachable, () => Verify("registry.example", [("HTTPS_PROXY", $"http://joe:hush@{proxy.Host}")]));
        Assert.Contains("502", error.Problem, StringComparison.Ordinal);
        Assert.All(proxy.Requests, head => Assert.StartsWith("CONNECT registry.example:443 ", head, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 99\r\n\r\nhalf")]
    public async Task A_registry_that_does_not_end_its_answer_is_left(string? answer)
    {
        using var server = Tls(_ => answer);
        await Failure(answer is null ? EcrErrorReason.TimedOut : EcrErrorReason.RegistryRejected, () => Verify(server, [], TimeSpan.FromMilliseconds(500)));
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var server = Tls(_ =>
        {
            cancel.Cancel();
            return null;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Login([("AWS_CA_BUNDLE", Bundle)], TimeSpan.FromMinutes(1)).VerifyAsync(new(server.Host, "AWS", Password), cancel.Token));
    }

    [Theory]
    [InlineData("user@registry.example")]
    [InlineData("registry.example/path")]
    [InlineData("regis try")]
    [InlineData("")]
    public async Task What_is_no_host_name_is_refused(string host) => await Failure(EcrErrorReason.BadArgument, () => Verify(host));

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static bool Is(string head, string part) => head.Contains(part, StringComparison.Ordinal);

    private static async Task<EcrException> Failure(EcrErrorReason reason, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<EcrException>(action);
        Assert.Equal(reason, error.Reason);
        return error;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Bundle => _authority.WritePem(_folder, "trusted.pem");

    private TestServer Tls(Func<string, string?> answer, bool trusted = true)
    {
        var server = new TestServer(answer, Certificate());
        if (trusted)
            _authority.WritePem(_folder.File("certs.d/" + server.Host));
        return server;
    }

    private X509Certificate2 Certificate() => _authority.Issue("127.0.0.1");

    private Task Verify(TestServer server, (string, string)[]? variables = null, TimeSpan? timeout = null) => Verify(server.Host, variables, timeout);

    private Task Verify(string host, (string, string)[]? variables = null, TimeSpan? timeout = null) =>
        Login(variables ?? [], timeout ?? TimeSpan.FromSeconds(20)).VerifyAsync(new RegistryCredential(host, "AWS", Password), TestContext.Current.CancellationToken);

    private RegistryLogin Login((string Name, string Value)[] variables, TimeSpan timeout) => new(
        new HostEnvironment(variables.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal)),
        new RegistryLoginOptions { TryTimeout = timeout, CertificateFolders = new List<string> { _folder.File("certs.d") } });
}
