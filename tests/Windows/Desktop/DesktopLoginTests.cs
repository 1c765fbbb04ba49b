using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.WindowsTests.Desktop;

/// <summary>The files that Windows PowerShell gets, at work.</summary>
public sealed class DesktopLoginTests
{
    // SecurityProtocolType; TLS 1.0 and SSL 3 are what Windows PowerShell has where neither the registry nor a profile says more.
    private const int Ssl3Tls10 = 48 + 192, Tls12 = 3072, Tls13 = 12288;

    [Fact]
    public async Task A_signed_request_gets_the_token_and_config_json_has_the_login()
    {
        await using var host = await DesktopRun.StartAsync();
        var said = host.Login();
        Assert.Contains($"Login Succeeded {host.Sandbox.RealRegistryHost} file", said, StringComparison.Ordinal);
        var call = Assert.Single(host.Sandbox.Requests, static request => request.Operation == "GetAuthorizationToken");
        Assert.Equal((200, "eu-central-1"), (call.Status, call.Region));
        using var config = JsonDocument.Parse(await File.ReadAllTextAsync(host.Config));
        var auth = config.RootElement.GetProperty("auths").GetProperty(host.Sandbox.RealRegistryHost).GetProperty("auth").GetString()!;
        Assert.StartsWith("AWS:", Encoding.UTF8.GetString(Convert.FromBase64String(auth)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_role_of_a_profile_is_assumed_with_parts_of_the_SDK_that_it_looks_for_by_name()
    {
        await using var host = await DesktopRun.StartAsync();
        host.Environment["AWS_CONFIG_FILE"] = Path.Combine(host.Folder, "config");
        host.Environment["AWS_PROFILE"] = "other";
        host.Environment["AWS_REGION"] = "eu-central-1";
        await File.WriteAllTextAsync(host.Environment["AWS_CONFIG_FILE"], $"""
            [profile keys]
            aws_access_key_id = {host.Sandbox.UserKeys.AccessKeyId}
            aws_secret_access_key = {host.Sandbox.UserKeys.SecretAccessKey}
            [profile other]
            role_arn = arn:aws:iam::123456789012:role/other
            source_profile = keys
            """);
        Assert.Contains("Login Succeeded", host.Login(), StringComparison.Ordinal);
        Assert.Contains(host.Sandbox.Requests, static request => request.Operation == "AssumeRole");
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_named()
    {
        await using var host = await DesktopRun.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.UntrustedCertificate });
        var said = host.Login();
        Assert.Contains("Failed TlsNotTrusted: ", said, StringComparison.Ordinal);
        Assert.Contains("Corporate TLS Inspection CA", said, StringComparison.Ordinal);
        Assert.False(File.Exists(host.Config));
    }

    [Fact]
    public async Task The_proxy_of_the_environment_is_asked_for_the_api_and_for_the_registry()
    {
        await using var host = await DesktopRun.StartAsync();
        host.Login();
        Assert.Equal(
            [$"{host.Sandbox.RealRegistryHost}:443", "api.ecr.eu-central-1.amazonaws.com:443"],
            host.Sandbox.Requests.For(RequestTarget.Proxy).Select(static request => request.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_does_not_answer_is_named()
    {
        await using var host = await DesktopRun.StartAsync();
        host.Environment["HTTPS_PROXY"] = host.Sandbox.RefusedEndpoint.AbsoluteUri;
        Assert.Contains($"through the proxy {host.Sandbox.RefusedEndpoint.Authority}", host.Login(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_NO_PROXY_names_does_not_go_through_the_proxy()
    {
        await using var host = await DesktopRun.StartAsync();
        host.Environment["NO_PROXY"] += ",ecr.invalid";
        host.Environment["AWS_ENDPOINT_URL"] = "https://api.ecr.invalid/";
        Assert.Contains("Failed EndpointUnreachable: ", host.Login(), StringComparison.Ordinal);
        Assert.Empty(host.Sandbox.Requests.For(RequestTarget.Proxy));
    }

    [Theory]
    [InlineData(Ssl3Tls10)]
    [InlineData(Tls12)]
    [InlineData(Ssl3Tls10 + Tls13)]
    public async Task TLS_1_2_or_later_is_allowed_afterwards_and_whatever_was_before(int before)
    {
        await using var host = await DesktopRun.StartAsync();
        var after = AllowedAfter(host.Login("--tls", $"{before}"));
        Assert.Equal(before, after & before);
        Assert.NotEqual(0, after & (Tls12 | Tls13));
    }

    [Fact]
    public async Task Where_the_system_decides_about_TLS_it_goes_on_to()
    {
        await using var host = await DesktopRun.StartAsync();
        Assert.Equal(0, AllowedAfter(host.Login("--tls", "0")));
    }

    [Theory]
    [InlineData("lib/netstandard2.0/AWSSDK.Core.dll")]
    [InlineData("lib/net472/AWSSDK.Core.dll")]
    public async Task It_works_where_another_module_has_loaded_its_AWS_SDK_before(string file)
    {
        await using var host = await DesktopRun.StartAsync();
        var other = Directory.CreateDirectory(Path.Combine(host.Folder, "other")).FullName;
        File.Copy(Path.Combine(TestParts.OtherSdk, file), Path.Combine(other, "AWSSDK.Core.dll"));
        Assert.Contains("Login Succeeded", host.Login("--load", Path.Combine(other, "AWSSDK.Core.dll")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_works_where_another_module_has_loaded_a_file_identical_to_ours()
    {
        await using var host = await DesktopRun.StartAsync();
        var other = Directory.CreateDirectory(Path.Combine(host.Folder, "other")).FullName;
        File.Copy(Path.Combine(TestParts.Module, "lib", "desktop", "AWSSDK.Core.dll"), Path.Combine(other, "AWSSDK.Core.dll"));
        Assert.Contains("Login Succeeded", host.Login("--load", Path.Combine(other, "AWSSDK.Core.dll")), StringComparison.Ordinal);
    }

    private static int AllowedAfter(string said) =>
        int.Parse(Regex.Match(said, "^TLS ([0-9]+)", RegexOptions.Multiline).Groups[1].Value);
}
