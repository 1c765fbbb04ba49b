using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>docker with nothing but the credential helper at Debian's docker-registry, which has ECR's own name and takes ECR's tokens only.</summary>
[Collection(nameof(AwsHost))]
public sealed class HelperRegistryTests
{
    [Theory]
    [MemberData(nameof(DockerCli.All), MemberType = typeof(DockerCli))]
    public async Task What_docker_pushed_to_docker_registry_it_pulls_again(string client)
    {
        await using var registry = await DockerRegistry.StartAsync();
        await using var aws = await AwsSandbox.StartAsync(new SandboxOptions { RegistryUpstream = registry.Address });
        await using var daemon = new DockerDaemon();
        await daemon.StartAsync(("HTTPS_PROXY", aws.ProxyEndpoint.AbsoluteUri.TrimEnd('/')), ("NO_PROXY", "127.0.0.1,localhost"), ("SSL_CERT_FILE", aws.CaBundlePath));
        using var home = new HelperHome(aws, "210987654321.dkr.ecr.eu-central-1.amazonaws.com");
        var before = File.ReadAllText(home.Config);
        var image = home.Registry + "/scratch:1";
        home.Write("context/Dockerfile", "FROM scratch\nCOPY layer /layer\n");
        home.Write("context/layer", new string('x', 100_000));

        var docker = home.Docker(client, daemon, ("DOCKER_BUILDKIT", "0"));
        docker.Succeed("build", "-t", image, home.InHome("context"));
        docker.Succeed("push", image);
        Assert.Equal(["scratch"], registry.Repositories);

        docker.Succeed("rmi", image);
        Assert.Contains("Downloaded newer image", docker.Succeed("pull", image).Output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(home.Config));
        Assert.Equal(1, aws.Requests.TokenCalls());

        var nobody = home.Docker(client, daemon);
        home.WriteConfig("{}");
        Assert.NotEqual(0, nobody.Run("pull", image).ExitCode);
    }
}
