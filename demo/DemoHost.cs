using System;
using System.IO;
using EcrBoot.Sandbox;

namespace EcrBoot.Demo;

/// <summary>Makes this process believe that it runs on EC2, with an empty home.</summary>
internal static class DemoHost
{
    private static readonly string[] Cleared =
    {
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_ECR", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_EC2_METADATA_DISABLED", "DOCKER_AUTH_CONFIG", "SUDO_USER", "https_proxy", "no_proxy", "all_proxy",
    };

    public static void Prepare(AwsSandbox sandbox, string folder)
    {
        foreach (var name in Cleared)
            Environment.SetEnvironmentVariable(name, null);
        foreach (var (name, value) in sandbox.EnvironmentVariables())
            Environment.SetEnvironmentVariable(name, value);
        Environment.SetEnvironmentVariable("HOME", folder);
        Environment.SetEnvironmentVariable("DOCKER_CONFIG", Path.Combine(folder, "docker"));
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(folder, "no-credentials"));
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(folder, "no-config"));

    }
}
