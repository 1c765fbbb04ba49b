using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>All of a token arrives. bcrypt looks at 72 bytes only, so this is asked of the registry that knows the tokens it issued.</summary>
[Collection(nameof(AwsHost))]
public sealed class WholeTokenTests(AwsHost host)
{
    [Fact]
    public async Task A_token_of_the_usual_length_is_taken()
    {
        var password = host.IssuePassword();
        Assert.InRange(password.Length, 1800, 2800);
        await Verify(password);
    }

    [Theory]
    [InlineData("without its last character", 0, 1)]
    [InlineData("without its first character", 1, 0)]
    public async Task A_token_is_refused(string cut, int before, int behind)
    {
        // Not the padding of base64, which nobody needs.
        var password = host.IssuePassword().TrimEnd('=');
        var error = await Assert.ThrowsAsync<EcrException>(() => Verify(password[before..^behind]));
        Assert.True(error.Reason == EcrErrorReason.RegistryRejected, $"{cut}: {error.Message}");
    }

    private Task Verify(string password) =>
        new RegistryLogin(new HostEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)))
            .VerifyAsync(new(host.Registry, "AWS", password), TestContext.Current.CancellationToken);
}
