using EcrBoot.Sandbox;

namespace EcrBoot.Bench;

/// <summary>curl doing the token request, signed by itself: about the least that any client can take.</summary>
internal static class CurlRequest
{
    public static ProgramRun Run(ProgramRunner programs, string curl, SandboxRegistry registry, AwsKeys keys, bool withCost = true)
    {
        // The keys on standard input, where no list of processes shows them.
        var settings = $"user = \"{keys.AccessKeyId}:{keys.SecretAccessKey}\"\n";
        string[] arguments =
        [
            "--silent", "--show-error", "--fail", "--config", "-",
            "--aws-sigv4", $"aws:amz:{registry.Region}:ecr",
            "--header", "X-Amz-Target: AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
            "--header", "Content-Type: application/x-amz-json-1.1",
            "--data", "{}",
            registry.Endpoint,
        ];
        return withCost ? programs.Measure(curl, arguments, settings) : programs.Run(curl, arguments, settings);
    }
}
