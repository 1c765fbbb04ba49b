using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>Whose keys sign, in the order of AWS Tools for PowerShell. Its objects are stood in for by types with the same members.</summary>
public sealed class CredentialTests
{
    private const string Types = """
        class Immutable { [string]$AccessKey; [string]$SecretKey; [string]$Token }
        class Basic { hidden [Immutable]$Inner; [Immutable] GetCredentials() { return $this.Inner } }
        class AWSPSCredentials { hidden [object]$Credentials; [string]$Name }
        class StsAnswer { [object]$Credentials }
        class StsKeys { [string]$AccessKeyId; [string]$SecretAccessKey; [string]$SessionToken }
        """;

    private static string Object(AwsKeys keys) =>
        $"[Basic]@{{ Inner = [Immutable]@{{ AccessKey = '{keys.AccessKeyId}'; SecretKey = '{keys.SecretAccessKey}'; Token = '{keys.SessionToken}' }} }}";

    [Theory]
    [InlineData("Connect-EcrRegistry -Credential ({0})")]
    [InlineData("Connect-EcrRegistry -Credential ([AWSPSCredentials]@{{ Credentials = {0}; Name = 'x' }})")]
    [InlineData("$StoredAWSCredentials = [AWSPSCredentials]@{{ Credentials = {0}; Name = 'x' }}; Connect-EcrRegistry")]
    [InlineData("$global:StoredAWSCredentials = {0}; Connect-EcrRegistry; Remove-Variable StoredAWSCredentials -Scope Global")]
    public async Task Aws_tools_objects_and_its_session_variable_are_honoured(string script)
    {
        await using var host = await EcrHost.StartAsync();
        var keys = host.Sandbox.Keys.IssueUser("deploy");
        script = script.Replace("Remove-Variable StoredAWSCredentials -Scope Global", "$global:StoredAWSCredentials = $null", System.StringComparison.Ordinal);
        var result = host.Run(Types + "\n" + string.Format(System.Globalization.CultureInfo.InvariantCulture, script, Object(keys)));
        Assert.Empty(result.ErrorIds);
        Assert.Equal(keys.AccessKeyId, host.Sandbox.Requests.For(RequestTarget.Ecr).Single().AccessKeyId);
    }

    [Fact]
    public async Task The_answer_of_Use_STSRole_serves_as_credentials()
    {
        await using var host = await EcrHost.StartAsync();
        var keys = host.Sandbox.Keys.IssueRole("deploy", "session", System.TimeSpan.FromHours(1));
        var result = host.Run($"{Types}\nConnect-EcrRegistry -Credential ([StsAnswer]@{{ Credentials = [StsKeys]@{{ AccessKeyId = '{keys.AccessKeyId}'; SecretAccessKey = '{keys.SecretAccessKey}'; SessionToken = '{keys.SessionToken}' }} }})");
        Assert.Empty(result.ErrorIds);
        Assert.Equal(keys.AccessKeyId, host.Sandbox.Requests.For(RequestTarget.Ecr).Single().AccessKeyId);
    }

    [Theory]
    [InlineData("Connect-EcrRegistry", "environment")]
    [InlineData("Connect-EcrRegistry -ProfileName build -ProfileLocation $credentials", "profile")]
    [InlineData("$StoredAWSCredentials = {0}; Connect-EcrRegistry -ProfileName build -ProfileLocation $credentials", "profile")]
    [InlineData("$StoredAWSCredentials = {0}; Connect-EcrRegistry", "session")]
    public async Task The_order_is_profile_session_environment(string script, string winner)
    {
        await using var host = await EcrHost.StartAsync();
        var environment = host.Sandbox.Keys.IssueUser("environment");
        var profile = host.Sandbox.Keys.IssueUser("profile");
        var session = host.Sandbox.Keys.IssueUser("session");
        host.Set("AWS_ACCESS_KEY_ID", environment.AccessKeyId);
        host.Set("AWS_SECRET_ACCESS_KEY", environment.SecretAccessKey);
        System.IO.File.WriteAllText(System.IO.Path.Combine(host.Folder, "credentials"), $"[build]\naws_access_key_id = {profile.AccessKeyId}\naws_secret_access_key = {profile.SecretAccessKey}\n");
        var result = host.Run($"$credentials = '{host.Folder}/credentials'\n{Types}\n" + script.Replace("{0}", Object(session), System.StringComparison.Ordinal));
        Assert.Empty(result.ErrorIds);
        var expected = winner switch { "environment" => environment, "profile" => profile, _ => session };
        Assert.Equal(expected.AccessKeyId, host.Sandbox.Requests.For(RequestTarget.Ecr).Single().AccessKeyId);
    }

    [Theory]
    [InlineData("Connect-EcrRegistry -ProfileName deploy -ProfileLocation $credentials", "deploy")]
    [InlineData("Connect-EcrRegistry", "web")]
    public async Task A_role_of_a_profile_and_a_web_identity_are_assumed_through_proxy_and_ca_bundle(string script, string role)
    {
        await using var host = await EcrHost.StartAsync();
        var keys = host.Sandbox.UserKeys;
        var credentials = System.IO.Path.Combine(host.Folder, "credentials");
        await System.IO.File.WriteAllTextAsync(credentials, $"""
            [base]
            aws_access_key_id = {keys.AccessKeyId}
            aws_secret_access_key = {keys.SecretAccessKey}
            [deploy]
            role_arn = arn:aws:iam::123456789012:role/deploy
            source_profile = base
            region = eu-central-1
            """);
        await System.IO.File.WriteAllTextAsync(System.IO.Path.Combine(host.Folder, "token"), "web-identity-token");
        host.Set("AWS_REGION", "eu-central-1");
        if (role == "web")
        {
            host.Set("AWS_WEB_IDENTITY_TOKEN_FILE", System.IO.Path.Combine(host.Folder, "token"));
            host.Set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web");
        }

        // The SDK's own clients know AWS_CA_BUNDLE through us alone.
        var result = host.Run($"$credentials = '{credentials}'\n{script}");
        Assert.Empty(result.ErrorIds);
        Assert.Single(host.Sandbox.Requests.For(RequestTarget.Sts));
        Assert.StartsWith("ASIA", host.Sandbox.Requests.For(RequestTarget.Ecr).Single().AccessKeyId, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_came_from_a_job_holds_its_keys_as_notes()
    {
        await using var host = await EcrHost.StartAsync();
        var keys = host.Sandbox.Keys.IssueUser("deploy");
        Assert.Empty(host.Run($"Connect-EcrRegistry -Credential ([pscustomobject]@{{ AccessKey = '{keys.AccessKeyId}'; SecretKey = '{keys.SecretAccessKey}' }})").ErrorIds);
        Assert.Equal(keys.AccessKeyId, host.Sandbox.Requests.For(RequestTarget.Ecr).Single().AccessKeyId);
    }

    [Fact]
    public async Task Half_a_pair_of_keys_is_said_and_not_passed_over()
    {
        await using var host = await EcrHost.StartAsync();
        host.Set("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE");
        var error = host.Run("Connect-EcrRegistry").Errors.Single();
        Assert.Contains("without AWS_SECRET_ACCESS_KEY", error.Exception.Message, System.StringComparison.Ordinal);
        Assert.Empty(host.Sandbox.Requests.For(RequestTarget.Ecr));
    }

    [Theory]
    [InlineData("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ftp://x/", "BadArgument")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "garbage", "ProfileUnusable")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://evil.example.com/", "ProfileUnusable")]
    [InlineData("AWS_ENDPOINT_URL", "not a url", "BadArgument")]
    public async Task A_setting_that_cannot_be_used_is_an_error_of_the_field(string variable, string value, string id)
    {
        await using var host = await EcrHost.StartAsync();
        host.Set("AWS_REGION", "eu-central-1");
        host.Set(variable, value);
        Assert.Equal([id], host.Run("Connect-EcrRegistry").ErrorIds);
    }

    [Fact]
    public async Task The_region_of_the_session_serves_account_ids()
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run("$StoredAWSRegion = 'us-west-2'; Connect-EcrRegistry '000000000007'");
        Assert.Equal([EcrHost.Registry(7, "us-west-2")], result.Property("Registry"));
    }
}
