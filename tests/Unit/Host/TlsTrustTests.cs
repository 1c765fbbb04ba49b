using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

public sealed class TlsTrustTests : IDisposable
{
    private readonly TestAuthority _ours = new("Our CA");
    private readonly TestAuthority _theirs = new("Their CA");
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task A_server_whose_authority_is_in_a_bundle_is_trusted() =>
        Assert.Equal("fine", await Get(_ours, "127.0.0.1", new TlsTrust([Bundle(_theirs, _ours)])));

    [Fact]
    public async Task It_is_trusted_where_the_systems_roots_do_not_count_too() =>
        Assert.Equal("fine", await Get(_ours, "127.0.0.1", new TlsTrust([Bundle(_ours)], systemRoots: false)));

    [Fact]
    public async Task Aws_ca_bundle_is_honoured() =>
        Assert.Equal("fine", await Get(_ours, "127.0.0.1", TlsTrust.Of(Host(("AWS_CA_BUNDLE", Bundle(_ours))))));

    [Fact]
    public async Task A_stranger_is_refused_and_its_issuer_named()
    {
        var error = await Refusal(_theirs, "127.0.0.1", new TlsTrust([Bundle(_ours)]));
        Assert.Contains("CN=Their CA", error.Problem, StringComparison.Ordinal);
        Assert.Contains("AWS_CA_BUNDLE", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused_though_its_authority_is_trusted()
    {
        var error = await Refusal(_ours, "other.example", new TlsTrust([Bundle(_ours)]));
        Assert.Contains("it is for 'other.example'", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_though_its_authority_is_trusted()
    {
        var error = await Refusal(_ours, "127.0.0.1", new TlsTrust([Bundle(_ours)]), validDays: -2);
        Assert.Contains("it is valid from", error.Problem, StringComparison.Ordinal);
        Assert.Contains("clock", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_without_certificates_is_named()
    {
        var path = _folder.Write("empty.pem", "nothing\n");
        var error = await Refusal(_ours, "127.0.0.1", new TlsTrust([path]));
        Assert.Contains(path, error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_that_does_not_exist_is_refused_at_once()
    {
        var error = Assert.Throws<EcrException>(() => TlsTrust.Of(Host(("AWS_CA_BUNDLE", _folder.File("none")))));
        Assert.Equal(EcrErrorReason.BadArgument, error.Reason);
        Assert.Contains("AWS_CA_BUNDLE", error.Problem, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _folder.Dispose();
    }

    private static HostEnvironment Host(params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
            all[name] = value;
        return new HostEnvironment(all);
    }

    private static async Task<string> Get(TestAuthority authority, string name, TlsTrust trust, int validDays = 1)
    {
        using var certificate = authority.Issue(name, validDays);
        using var server = new TestServer(_ => TestServer.Response("200 OK", body: "fine"), certificate);
        using var handler = new HttpClientHandler();
        trust.ApplyTo(handler);
        using var client = new HttpClient(handler);
        return await client.GetStringAsync("https://" + server.Host, TestContext.Current.CancellationToken);
    }

    private static async Task<EcrException> Refusal(TestAuthority authority, string name, TlsTrust trust, int validDays = 1)
    {
        var inner = await Assert.ThrowsAsync<HttpRequestException>(() => Get(authority, name, trust, validDays));
        Assert.True(trust.HasRefused);
        var error = trust.Error("registry.example", inner: inner);
        Assert.Equal(EcrErrorReason.TlsNotTrusted, error.Reason);
        return error;
    }

    private string Bundle(params TestAuthority[] authorities) =>
        _folder.Write("bundle.pem", string.Join('\n', Array.ConvertAll(authorities, authority => authority.Pem)));
}
