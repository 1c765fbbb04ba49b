using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using EcrBoot.Host;
using EcrBoot.Token;
using Xunit;

namespace EcrBoot.Unit.Token;

/// <summary>Whose a token is, told without asking AWS.</summary>
public sealed class TokenKeyTests : IDisposable
{
    private const string Profiles = """
        [static]
        aws_access_key_id = AKIASTATIC
        aws_secret_access_key = s3cret-static
        [rotated]
        aws_access_key_id = AKIAROTATED
        aws_secret_access_key = s3cret-static
        [a]
        role_arn = arn:aws:iam::111111111111:role/a
        source_profile = static
        [a-again]
        role_arn = arn:aws:iam::111111111111:role/a
        source_profile = static
        [a-external]
        role_arn = arn:aws:iam::111111111111:role/a
        source_profile = static
        external_id = x
        [a-other-source]
        role_arn = arn:aws:iam::111111111111:role/a
        source_profile = rotated
        [b]
        role_arn = arn:aws:iam::111111111111:role/b
        source_profile = static
        [chained]
        role_arn = arn:aws:iam::111111111111:role/a
        source_profile = b
        """;

    private readonly TestFolder _folder = new();

    [Fact]
    public void The_hash_is_the_one_of_dotnet()
    {
        for (var length = 0; length <= 200; length++)
        {
            var text = string.Concat(Enumerable.Range(0, length).Select(static i => (char)('!' + ((i * 37) % 90))));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Sha256.Of(text));
        }

        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Sha256.Of("abc"));
    }

    [Fact]
    public async Task Every_source_has_a_key_of_its_own()
    {
        var pod = _folder.Write("pod", Jwt("system:serviceaccount:ci:runner"));
        var otherPod = _folder.Write("other-pod", Jwt("system:serviceaccount:ci:deployer"));
        var keys = new List<string>
        {
            await KeyAsync(("AWS_ACCESS_KEY_ID", "AKIAONE"), ("AWS_SECRET_ACCESS_KEY", "s")),
            await KeyAsync(("AWS_ACCESS_KEY_ID", "AKIATWO"), ("AWS_SECRET_ACCESS_KEY", "s")),
            await KeyAsync(("AWS_PROFILE", "static")),
            await KeyAsync(("AWS_PROFILE", "rotated")),
            await KeyAsync(("AWS_PROFILE", "a")),
            await KeyAsync(("AWS_PROFILE", "a-external")),
            await KeyAsync(("AWS_PROFILE", "a-other-source")),
            await KeyAsync(("AWS_PROFILE", "b")),
            await KeyAsync(("AWS_PROFILE", "chained")),
            await KeyAsync(("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token"), ("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/a")),
            await KeyAsync(("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token"), ("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/b")),
            await KeyAsync(("AWS_WEB_IDENTITY_TOKEN_FILE", "/other/token"), ("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/a")),
            await KeyAsync(("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/one")),
            await KeyAsync(("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/two")),
            await KeyAsync(("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", pod)),
            await KeyAsync(("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", otherPod)),
            await KeyAsync(("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost:1338/"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "session-one")),
            await KeyAsync(("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost:1338/"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "session-two")),
            await KeyAsync(("AWS_ACCESS_KEY_ID", "AKIAONE"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_ENDPOINT_URL", "https://vpce.example/")),
        };
        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(await KeyAsync(("AWS_PROFILE", "a")), await KeyAsync(("AWS_PROFILE", "a-again")));
    }

    [Fact]
    public async Task A_pods_key_outlives_its_token_and_one_that_cannot_be_read_is_none()
    {
        var file = _folder.Write("pod", Jwt("system:serviceaccount:ci:runner"));
        (string, string)[] variables = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file)];
        var before = await KeyAsync(variables);
        _folder.Write("pod", Jwt("system:serviceaccount:ci:runner", signature: "renewed"));
        Assert.Equal(before, await KeyAsync(variables));
        foreach (var broken in new[] { "", "a.b", "a.!!.c", "a." + Convert.ToBase64String("[]"u8) + ".c" })
        {
            _folder.Write("pod", broken);
            using var source = new TokenSource(new AwsIdentity(), Host(variables));
            Assert.Null(await source.KeyAsync(new TokenScope("eu-central-1"), TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("[p]\nrole_arn=r\nsource_profile=q\n[q]\nrole_arn=s\nsource_profile=p\n")] // a circle
    [InlineData("[p]\nrole_arn=r\nsource_profile=q\n")] // an end that is not there
    [InlineData("[p]\nrole_arn=r\nsource_profile=a\n[a]\nrole_arn=r\nsource_profile=b\n[b]\nrole_arn=r\nsource_profile=a\n")]
    public async Task A_profile_that_leads_nowhere_has_no_key_and_a_cause(string profiles)
    {
        var location = _folder.Write("credentials", profiles);
        using var source = new TokenSource(new AwsIdentity { ProfileLocation = location, EndpointUrl = "http://127.0.0.1:9/" }, Host(("AWS_PROFILE", "p")));
        string? hash = null;
        var error = await Record.ExceptionAsync(async () =>
        {
            hash = (await source.KeyAsync(new TokenScope("eu-central-1"), TestContext.Current.CancellationToken))?.Hash;
            await source.TokenAsync(new TokenScope("eu-central-1"), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        });
        Assert.Equal(EcrErrorReason.ProfileUnusable, Assert.IsType<EcrException>(error).Reason);
        Assert.Contains("'p'", error.Message, StringComparison.Ordinal);
        Assert.Null(hash);
    }

    [Theory]
    [InlineData("[default]\naws_access_key_id = A\naws_access_key_id = B\naws_secret_access_key ", 4)]
    [InlineData("[default\naws_access_key_id = A\n", 1)]
    [InlineData("no profile at all\n", 1)]
    [InlineData("\u0001\u0002\0[x]\n", 1)]
    [InlineData(null, null)] // a folder
    public void A_file_of_profiles_that_cannot_be_read_is_a_cause_or_nothing_and_never_shown(string? content, int? line)
    {
        if (content is null)
            System.IO.Directory.CreateDirectory(_folder.File("credentials"));
        else
            _folder.Write("credentials", content + "s3cret");
        foreach (var variables in new (string, string)[][] { [], [("AWS_PROFILE", "default")], [("AWS_PROFILE", "other")] })
        {
            using var metadata = new InstanceMetadata(Host());
            var error = Record.Exception(() => new CredentialChain(Host(variables)).Choose(new AwsIdentity { ProfileLocation = _folder.File("credentials") }, metadata));
            Assert.True(error is null or EcrException { Reason: EcrErrorReason.ProfileUnusable }, error?.ToString());
            Assert.DoesNotContain("s3cret", error?.ToString() ?? "", StringComparison.Ordinal);
            Assert.Equal(line is not null, error?.Message.Contains($"cannot be read: line {line} of '{_folder.File("credentials")}' is neither", StringComparison.Ordinal) == true);
        }
    }

    [Theory]
    [InlineData("aws_access_key_id=A\naws_secret_access_key=s", "aws_access_key_id=A\naws_secret_access_key=t\nregion=eu-west-1", true)]
    [InlineData("aws_access_key_id=A\naws_secret_access_key=s", "aws_access_key_id=B\naws_secret_access_key=s", false)]
    [InlineData("role_arn=r\nweb_identity_token_file=/a", "role_arn=r\nweb_identity_token_file=/b", false)]
    [InlineData("role_arn=r\nweb_identity_token_file=/a", "role_arn=s\nweb_identity_token_file=/a", false)]
    [InlineData("sso_account_id=1\nsso_role_name=r\nsso_start_url=u\nsso_region=x", "sso_account_id=2\nsso_role_name=r\nsso_start_url=u\nsso_region=x", false)]
    [InlineData("sso_account_id=1\nsso_role_name=r\nsso_start_url=u\nsso_region=x", "sso_account_id=1\nsso_role_name=s\nsso_start_url=u\nsso_region=x", false)]
    [InlineData("sso_account_id=1\nsso_role_name=r\nsso_start_url=u\nsso_region=x", "sso_account_id=1\nsso_role_name=r\nsso_start_url=v\nsso_region=x", false)]
    [InlineData("credential_process=one", "credential_process=two", false)]
    [InlineData("role_arn=r\ncredential_source=EcsContainer", "role_arn=s\ncredential_source=EcsContainer", false)]
    [InlineData("role_arn=r\ncredential_source=Environment", "role_arn=s\ncredential_source=Environment", false)]
    [InlineData("login_session=arn:aws:iam::1:user/a", "login_session=arn:aws:iam::1:user/b", false)]
    public void An_edited_profile_is_another_source_where_it_leads_elsewhere(string before, string after, bool isSame)
    {
        Assert.Equal(isSame, Lines(before).SequenceEqual(Lines(after)));

        IReadOnlyList<string> Lines(string profile)
        {
            var location = _folder.Write("credentials", "[p]\n" + profile + "\n");
            var host = Host(("AWS_PROFILE", "p"), ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"));
            return new CredentialChain(host).Choose(new AwsIdentity { ProfileLocation = location }, new InstanceMetadata(host)).Identity!;
        }
    }

    [Fact]
    public void No_secret_is_in_what_is_hashed_for_a_profile()
    {
        _folder.Write("credentials", Profiles);
        var source = new CredentialChain(Host(("AWS_PROFILE", "chained"))).Choose(new AwsIdentity { ProfileLocation = _folder.File("credentials") }, new InstanceMetadata(Host()));
        Assert.Contains(source.Identity!, static line => line.Contains("role/b", StringComparison.Ordinal));
        Assert.DoesNotContain(source.Identity!, static line => line.Contains("s3cret", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static string Jwt(string subject, string signature = "c2ln") =>
        "eyJhbGciOiJSUzI1NiJ9." + Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"iss":"https://oidc.eks.eu-central-1.amazonaws.com/id/ABC","sub":"{{subject}}"}""")).TrimEnd('=').Replace('+', '-').Replace('/', '_') + "." + signature;

    private static HostEnvironment Host(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(static pair => pair.Name, static pair => pair.Value, StringComparer.Ordinal));

    private async Task<string> KeyAsync(params (string Name, string Value)[] variables)
    {
        _folder.Write("credentials", Profiles);
        using var source = new TokenSource(new AwsIdentity { ProfileLocation = _folder.File("credentials") }, Host(variables));
        return (await source.KeyAsync(new TokenScope("eu-central-1"), TestContext.Current.CancellationToken))!.Hash!;
    }
}
