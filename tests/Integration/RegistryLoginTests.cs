using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>The registry that most companies run, with a bcrypt password file, asked whether it takes a login.</summary>
public sealed class RegistryLoginTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly RegistryAuthority _authority = new();

    [Fact]
    public async Task A_password_is_taken_over_plain_http_on_loopback()
    {
        await using var registry = await DockerRegistry.StartAsync();
        await Verify(registry, DockerRegistry.Password);
    }

    [Theory]
    [InlineData(DockerRegistry.User, "wrong")]
    [InlineData(DockerRegistry.User, "")]
    [InlineData("stranger", DockerRegistry.Password)]
    public async Task Any_other_login_is_refused(string user, string password)
    {
        await using var registry = await DockerRegistry.StartAsync();
        var error = await Assert.ThrowsAsync<EcrException>(() => Verify(registry, password, user));
        Assert.Equal(EcrErrorReason.RegistryRejected, error.Reason);
        Assert.Contains($"refused the login of '{user}' with 401", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_authority_is_trusted_by_its_file_in_certs_d()
    {
        await using var registry = await DockerRegistry.StartAsync(_authority);
        _folder.Write($"certs.d/{registry.Host}/ca.crt", _authority.Pem);
        await Verify(registry, DockerRegistry.Password);
        Assert.Equal(EcrErrorReason.RegistryRejected, (await Assert.ThrowsAsync<EcrException>(() => Verify(registry, "wrong"))).Reason);
    }

    [Fact]
    public async Task A_private_authority_is_trusted_by_AWS_CA_BUNDLE()
    {
        await using var registry = await DockerRegistry.StartAsync(_authority);
        await Verify(registry, DockerRegistry.Password, variables: ("AWS_CA_BUNDLE", _folder.Write("bundle.pem", _authority.Pem)));
    }

    [Fact]
    public async Task A_private_authority_that_nobody_trusts_is_named_and_gets_no_password()
    {
        await using var registry = await DockerRegistry.StartAsync(_authority);
        var error = await Assert.ThrowsAsync<EcrException>(() => Verify(registry, DockerRegistry.Password));
        Assert.Equal(EcrErrorReason.TlsNotTrusted, error.Reason);
        Assert.Contains(RegistryAuthority.Name, error.Problem, StringComparison.Ordinal);
        Assert.Contains($"{_folder.File("certs.d")}/{registry.Host}/ca.crt", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_registrys_file_in_certs_d_is_not_taken()
    {
        await using var registry = await DockerRegistry.StartAsync(_authority);
        _folder.Write("certs.d/127.0.0.1/ca.crt", _authority.Pem);
        Assert.Equal(EcrErrorReason.TlsNotTrusted, (await Assert.ThrowsAsync<EcrException>(() => Verify(registry, DockerRegistry.Password))).Reason);
    }

    [Fact]
    public async Task The_same_login_stored_serves_skopeo()
    {
        await using var registry = await DockerRegistry.StartAsync(_authority);
        var certificates = _folder.Write($"certs.d/{registry.Host}/ca.crt", _authority.Pem);
        var host = new HostEnvironment(new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = _folder });
        var logins = new DockerLogins(DockerConfigLocation.Resolve(dockerConfig: null, user: null, host), host);
        Assert.Null(Assert.Single(await logins.SaveAsync([new(registry.Host, DockerRegistry.User, DockerRegistry.Password)], TestContext.Current.CancellationToken)).Error);

        string[] list = ["list-tags", "--cert-dir", Path.GetDirectoryName(certificates)!, $"docker://{registry.Host}/none"];
        Assert.Contains("404 (Not Found)", new Tool("skopeo", ("HOME", _folder)).Run(list).Errors, StringComparison.Ordinal);
        Assert.Contains("authentication required", new Tool("skopeo", ("HOME", _folder.Folder("other"))).Run(list).Errors, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private Task Verify(DockerRegistry registry, string password, string user = DockerRegistry.User, params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
            environment[name] = value;
        var options = new RegistryLoginOptions { CertificateFolders = [_folder.File("certs.d")] };
        return new RegistryLogin(new HostEnvironment(environment), options).VerifyAsync(new(registry.Host, user, password), TestContext.Current.CancellationToken);
    }
}
