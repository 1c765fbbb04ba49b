using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>Roles that STS gives, as a runner in a container has them.</summary>
public sealed class NativeRoleTests
{
    [Theory]
    [InlineData("profile", "AssumeRole")]
    [InlineData("web", "AssumeRoleWithWebIdentity")]
    public async Task A_role_of_a_profile_and_a_web_identity_are_assumed(string way, string operation)
    {
        await using var host = await NativeHost.StartAsync();
        host.Variables["HOME"] = host.Folder;
        host.Variables["AWS_EC2_METADATA_DISABLED"] = "true";
        if (way == "web")
        {
            host.Variables["AWS_REGION"] = host.Sandbox.Options.Region;
            host.Variables["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/web";
            host.Variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = await WriteAsync(host, "token", "web-identity-token");
        }
        else
        {
            host.Variables["AWS_PROFILE"] = "deploy";
            host.Variables["AWS_SHARED_CREDENTIALS_FILE"] = await WriteAsync(host, "credentials", $"""
                [base]
                aws_access_key_id = {host.Sandbox.UserKeys.AccessKeyId}
                aws_secret_access_key = {host.Sandbox.UserKeys.SecretAccessKey}
                [deploy]
                role_arn = arn:aws:iam::123456789012:role/deploy
                source_profile = base
                region = {host.Sandbox.Options.Region}

                """);
        }

        var (code, output, errors) = NativeHost.End(host.Begin("login", "--docker-config", Path.GetDirectoryName(host.Config)!, "--timeout", "20"));
        Assert.True(code == 0, output + errors);
        Assert.Equal([operation], host.Sandbox.Requests.For(RequestTarget.Sts).Select(static request => request.Operation));
        Assert.Contains(host.Sandbox.RealRegistryHost, await File.ReadAllTextAsync(host.Config, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(NativeHost host, string name, string text)
    {
        var path = Path.Combine(host.Folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
