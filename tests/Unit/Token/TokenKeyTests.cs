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
