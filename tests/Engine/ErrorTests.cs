using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>What a person meets when something is wrong: the id, the category, and words that name the cause and the remedy.</summary>
public sealed class ErrorTests
{
    private const string Frankfurt = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

    public static TheoryData<FaultKind, FaultTarget, string, ErrorCategory, string> Faults() => new()
    {
        { FaultKind.NoRole, FaultTarget.Imds, "NoCredentials", ErrorCategory.AuthenticationError, "instance profile" },
        { FaultKind.ImdsAbsent, FaultTarget.Imds, "RegionUnknown", ErrorCategory.InvalidArgument, "-Region" },
        { FaultKind.AccessDenied, FaultTarget.EcrToken, "AccessDenied", ErrorCategory.PermissionDenied, "AWS refused ecr:GetAuthorizationToken to the role 'runner'" },
        { FaultKind.ExpiredToken, FaultTarget.EcrToken, "CredentialsExpired", ErrorCategory.AuthenticationError, "Renew" },
        { FaultKind.InvalidToken, FaultTarget.EcrToken, "CredentialsInvalid", ErrorCategory.AuthenticationError, "does not accept the credentials" },
        { FaultKind.SignatureExpired, FaultTarget.EcrToken, "ClockSkew", ErrorCategory.AuthenticationError, "Set the clock" },
        { FaultKind.MalformedJson, FaultTarget.EcrToken, "AnswerMalformed", ErrorCategory.InvalidData, "not valid JSON" },
        { FaultKind.UntrustedCertificate, FaultTarget.Default, "TlsNotTrusted", ErrorCategory.SecurityError, "issued by '" },
        { FaultKind.RegistryRejects, FaultTarget.Registry, "RegistryRejected", ErrorCategory.AuthenticationError, Frankfurt },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task Every_fault_of_aws_has_its_id_its_category_and_its_words(FaultKind kind, FaultTarget target, string id, ErrorCategory category, string words)
    {
        await using var host = await EcrHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = kind, Target = target });
        var error = host.Run("Connect-EcrRegistry").Errors.Single();
        Assert.Equal(id + ",EcrBoot.Commands.ConnectEcrRegistryCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Contains(words, error.Exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(host.ConfigPath));
    }

    [Theory]
    [InlineData($"Connect-EcrRegistry {Frankfurt} -Region us-east-1", "RegionMismatch", "Leave out -Region")]
    [InlineData($"Connect-EcrRegistry -Region 'not a region'", "RegionUnknown", "-Region")]
    [InlineData("Connect-EcrRegistry 012345678", "AccountIdTooShort", "'000012345678'")]
    [InlineData("Connect-EcrRegistry -ProfileName nobody", "ProfileUnusable", "aws configure")]
    [InlineData("Connect-EcrRegistry -User no-such-user", "UserUnknown", "no-such-user")]
    [InlineData($"Connect-EcrRegistry {Frankfurt} -EndpointUrl ftp://x", "BadArgument", "http")]
    [InlineData("Connect-EcrRegistry -Credential ([pscredential]::new('u', (New-Object securestring)))", "NotAwsCredentials", "PSCredential")]
    [InlineData("Connect-EcrRegistry -Credential ([pscustomobject]@{ A = 1 })", "NotAwsCredentials", "-Credential")]
    public async Task Every_bad_argument_has_its_id_and_its_words(string script, string id, string words)
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run(script.Replace("(New-Object securestring)", "[securestring]::new()", StringComparison.Ordinal));
        Assert.Equal([id], result.ErrorIds);
        Assert.Contains(words, result.Errors.Single().Exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(host.ConfigPath));
    }

    [Theory]
    [InlineData($"Connect-EcrRegistry {Frankfurt}")]
    [InlineData("Connect-EcrRegistry")]
    public async Task Malformed_config_is_named_by_place_left_alone_and_found_before_aws_is_asked(string script)
    {
        await using var host = await EcrHost.StartAsync();
        const string Broken = "{\n\t\"auths\": {\n\t\t\"a\": {\"auth\": \"c2VjcmV0\",}\n\t}\n}";
        host.WriteConfig(Broken);
        var error = host.Run(script).Errors.Single();
        Assert.StartsWith("ConfigMalformed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("line 3", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", error.Exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(Broken, File.ReadAllText(host.ConfigPath));
        Assert.Equal(0, host.Sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task A_fifo_in_place_of_the_config_cannot_hang_it()
    {
        await using var host = await EcrHost.StartAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(host.ConfigPath)!);
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [host.ConfigPath]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["ConfigMalformed"], host.Run($"Connect-EcrRegistry {Frankfurt}").ErrorIds);
    }

    [Theory]
    [InlineData("missing", null, "HelperMissing", "docker-credential-missing")]
    [InlineData("failing", "cat >/dev/null; echo 'the keychain is locked'; exit 1", "StoreRefused", "the keychain is locked")]
    public async Task A_credential_helper_that_cannot_store_is_named_with_its_own_words(string name, string? script, string id, string words)
    {
        await using var host = await EcrHost.StartAsync();
        host.WriteConfig($$"""{ "credsStore": "{{name}}" }""");
        if (script is not null)
            host.Install("docker-credential-" + name, script);
        var error = host.Run($"Connect-EcrRegistry {Frankfurt}").Errors.Single();
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(words, error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ecr-login")]
    [InlineData("missing")]
    public async Task A_helper_that_is_not_installed_is_found_before_aws_is_asked(string name)
    {
        await using var host = await EcrHost.StartAsync();
        host.Set("PATH", host.Folder); // this host may have that helper
        host.WriteConfig($$"""{ "credHelpers": { "{{Frankfurt}}": "{{name}}" } }""");
        Assert.Equal(["HelperMissing"], host.Run($"Connect-EcrRegistry {Frankfurt}").ErrorIds);
        Assert.Equal(0, host.Sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task A_helper_that_hangs_takes_no_other_login_with_it()
    {
        await using var host = await EcrHost.StartAsync();
        host.Install("docker-credential-hang", "exec sleep 600");
        host.WriteConfig($$"""{ "credHelpers": { "{{Frankfurt}}": "hang" } }""");
        var other = EcrHost.Registry(1, "eu-central-1");
        var result = host.Run($"Connect-EcrRegistry {Frankfurt}, {other} -TimeoutSec 4");
        Assert.Equal([other], result.Property("Registry"));
        Assert.Equal(["TimedOut"], result.ErrorIds);
        Assert.Contains("docker-credential-hang", result.Errors.Single().Exception.Message, StringComparison.Ordinal);
        Assert.Contains(other, await File.ReadAllTextAsync(host.ConfigPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deadline_ends_a_call_that_hangs()
    {
        await using var host = await EcrHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.NoAnswer, Target = FaultTarget.EcrToken });
        var result = host.Run($"Connect-EcrRegistry {Frankfurt} -TimeoutSec 2");
        Assert.Equal(["TimedOut"], result.ErrorIds);
    }

    [Fact]
    public async Task A_region_that_hangs_takes_no_other_with_it()
    {
        await using var host = await EcrHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.NoAnswer, Target = FaultTarget.EcrToken, Region = "us-east-1" });
        var result = host.Run($"Connect-EcrRegistry {Frankfurt}, {EcrHost.Registry(1, "us-east-1")} -TimeoutSec 3");
        Assert.Equal([Frankfurt], result.Property("Registry"));
        Assert.Equal(["TimedOut"], result.ErrorIds);
    }

    [Fact]
    public async Task Verbose_tells_whose_key_asked_whom()
    {
        await using var host = await EcrHost.StartAsync();
        var verbose = string.Join("\n", host.Run("Connect-EcrRegistry -Verbose").Verbose);
        Assert.Contains("api.ecr.eu-central-1.amazonaws.com through the proxy", verbose, StringComparison.Ordinal);
        Assert.Contains("the instance's role, role 'runner'", verbose, StringComparison.Ordinal);
        Assert.Contains(Frankfurt + " takes the token", verbose, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_out_of_reach_is_named_with_its_proxy()
    {
        await using var host = await EcrHost.StartAsync();
        host.Set("HTTPS_PROXY", "http://user:hunter2@" + host.Sandbox.RefusedEndpoint.Authority);
        var result = host.Run($"Connect-EcrRegistry {Frankfurt}");
        Assert.Equal(["EndpointUnreachable"], result.ErrorIds);
        Assert.Contains("api.ecr.eu-central-1.amazonaws.com", result.Errors.Single().Exception.Message, StringComparison.Ordinal);
        Assert.Contains(host.Sandbox.RefusedEndpoint.Authority, result.Errors.Single().Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Everything(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reason_is_listed_in_the_docs()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(EcrBoot.Shell.HostedShell.Root, "docs", "errors.md"), TestContext.Current.CancellationToken);
        var source = await File.ReadAllLinesAsync(Path.Combine(EcrBoot.Shell.HostedShell.Root, "src", "EcrBoot", "EcrErrorReason.cs"), TestContext.Current.CancellationToken);
        var reasons = source.Select(static line => line.Trim()).Where(static line => line.EndsWith(',') && char.IsUpper(line[0])).Select(static line => line.TrimEnd(','));
        Assert.All(reasons, reason => Assert.Contains($"`{reason}`", page, StringComparison.Ordinal));
    }
}
