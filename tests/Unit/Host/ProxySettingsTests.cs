using System;
using System.Collections.Generic;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

public sealed class ProxySettingsTests
{
    [Theory]
    [InlineData("HTTPS_PROXY=http://proxy:3128", "https://ecr.example", "http://proxy:3128/")]
    [InlineData("HTTPS_PROXY=proxy:3128", "https://ecr.example", "http://proxy:3128/")]
    [InlineData("https_proxy=http://lower:1 HTTPS_PROXY=http://upper:2", "https://ecr.example", "http://lower:1/")]
    [InlineData("ALL_PROXY=http://all:1", "https://ecr.example", "http://all:1/")]
    [InlineData("ALL_PROXY=http://all:1 HTTPS_PROXY=http://tls:2", "https://ecr.example", "http://tls:2/")]
    [InlineData("HTTP_PROXY=http://plain:1", "https://ecr.example", null)]
    [InlineData("HTTP_PROXY=http://plain:1", "http://ecr.example", "http://plain:1/")]
    [InlineData("HTTP_PROXY=http://attack:1 REQUEST_METHOD=GET", "http://ecr.example", null)]
    [InlineData("HTTPS_PROXY=http://joe:p%40ss@proxy:3128", "https://ecr.example", "http://proxy:3128/")]
    [InlineData("", "https://ecr.example", null)]
    public void The_proxy_is_the_one_of_the_scheme(string variables, string target, string? proxy) =>
        Assert.Equal(proxy, Settings(variables).GetProxy(new Uri(target))?.ToString());

    [Theory]
    [InlineData("*", "https://ecr.example", true)]
    [InlineData("ecr.example", "https://ecr.example", true)]
    [InlineData("ecr.example", "https://api.ECR.example", true)]
    [InlineData(".example", "https://ecr.example", true)]
    [InlineData("*.example", "https://ecr.example", true)]
    [InlineData("cr.example", "https://ecr.example", false)]
    [InlineData("a, ecr.example ,b", "https://ecr.example", true)]
    [InlineData("ecr.example:443", "https://ecr.example", true)]
    [InlineData("ecr.example:444", "https://ecr.example", false)]
    [InlineData("10.1.0.0/16", "https://10.1.255.9", true)]
    [InlineData("10.1.0.0/16", "https://10.2.0.1", false)]
    [InlineData("10.1.2.3", "https://10.1.2.3:5000", true)]
    [InlineData("10.1.2.3:5000", "https://10.1.2.3:5001", false)]
    [InlineData("fd12::/16", "https://[fd12::1]", true)]
    [InlineData("[fd12::1]:5000", "https://[fd12::1]:5000", true)]
    [InlineData("", "https://127.9.9.9:5000", true)]
    [InlineData("", "https://[::1]", true)]
    [InlineData("", "https://localhost", true)]
    [InlineData("", "http://169.254.169.254/latest", true)]
    [InlineData("", "http://[fd00:ec2::254]/latest", true)]
    [InlineData("", "https://10.1.2.3", false)]
    public void No_proxy_covers_names_ranges_and_this_host(string noProxy, string target, bool direct) =>
        Assert.Equal(direct, Settings("ALL_PROXY=http://proxy:1", noProxy).IsBypassed(new Uri(target)));

    [Fact]
    public void The_user_and_password_in_the_address_are_used_and_not_shown()
    {
        var settings = Settings("HTTPS_PROXY=http://joe:p%40ss@proxy:3128");
        var proxy = settings.GetProxy(new Uri("https://ecr.example"))!;

        Assert.Equal("p@ss", settings.Credentials!.GetCredential(proxy, "Basic")!.Password);
        Assert.Equal("joe", settings.Credentials.GetCredential(proxy, "Basic")!.UserName);
        Assert.DoesNotContain("joe", proxy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_is_no_address_is_named_but_not_quoted()
    {
        var error = Assert.Throws<EcrException>(() => Settings("HTTPS_PROXY=http://joe:secret@:x"));
        Assert.Equal(EcrErrorReason.BadArgument, error.Reason);
        Assert.Contains("HTTPS_PROXY", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    private static ProxySettings Settings(string variables, string? noProxy = null)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            all[pair[..pair.IndexOf('=')]] = pair[(pair.IndexOf('=') + 1)..];
        if (noProxy is not null)
            all["NO_PROXY"] = noProxy;
        return new ProxySettings(new HostEnvironment(all));
    }
}
