using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace EcrBoot.Sandbox;

/// <summary>What the sandbox tells the person who started it.</summary>
internal static class Announcement
{
    public static void Ready(TextWriter output, AwsSandbox sandbox)
    {
        string role = sandbox.Role.Name is { } name ? $"with the role {name}" : "without a role";
        string faults = string.Join(", ", sandbox.Faults.Active.Select(f => f.Kind.ToString()).DefaultIfEmpty("none"));
        Dictionary<string, string> variables = new(sandbox.EnvironmentVariables(), StringComparer.Ordinal)
        {
            // What docker, skopeo and .NET read where the AWS clients read AWS_CA_BUNDLE.
            ["SSL_CERT_FILE"] = sandbox.CaBundlePath,
        };
        output.WriteLine($"""
            This host now plays the EC2 instance {sandbox.Options.InstanceId} of account {sandbox.Options.AccountId} in {sandbox.Options.Region}, {role}.

            The instance metadata service answers at {sandbox.ImdsEndpoint}
            ECR, ECR Public, STS and the registries answer to their real names through the proxy {sandbox.ProxyEndpoint}
            The same, for an endpoint override, at       {sandbox.Endpoint} and {sandbox.TlsEndpoint}
            The instance's own registry is               {sandbox.RealRegistryHost}
            and without the proxy, over plain http,      {string.Join(' ', sandbox.RegistryHosts)}
            Every registry holds hello:latest to pull.

            To use it from a shell:
            {Lines(variables, "export {0}='{1}'")}

            To use it from PowerShell:
            {Lines(variables, "$env:{0} = '{1}'")}

            Then for example:
            aws --region {sandbox.Options.Region} ecr get-login-password | docker login --username AWS --password-stdin {sandbox.RealRegistryHost}

            Where the metadata service is not wanted, a user's own keys:
            export AWS_ACCESS_KEY_ID='{sandbox.UserKeys.AccessKeyId}' AWS_SECRET_ACCESS_KEY='{sandbox.UserKeys.SecretAccessKey}' AWS_ENDPOINT_URL='{sandbox.Endpoint}'

            Faults switched on: {faults}.
            The sandbox is ready. Ctrl+C ends it.
            """);
    }

    public static void Help(TextWriter output) => output.WriteLine($"""
        A local AWS to play with and to test against: ECR, ECR Public, STS, an instance's metadata service and registries.

        dotnet run --project tests/Sandbox [-- SWITCHES]

          --account ID          the account of the instance (123456789012)
          --region NAME         its region (eu-central-1)
          --role NAME           the role of its instance profile (runner)
          --no-role             an instance without a role
          --imds-late SECONDS   the metadata service refuses connections for so long
          --skew SECONDS        AWS's clock is ahead of this host's by so much, or behind when negative
          --imds-skew SECONDS   the metadata service's clock is, in place of AWS's
          --token-length N      characters of a registry token (2700)
          --registries N        so many registries over plain http: the one at the http endpoint,
                                and others at free ports (1)
          --fault [TARGET/]NAME[=VALUE][:TIMES]
                                something goes wrong, always or so many times; may be given more than once.
                                VALUE is the status of server-error and the time of slow: 2 seconds
                                are typed 2, and 20 milliseconds 20ms
          --port N, --tls-port N, --imds-port N, --proxy-port N
                                ports to use instead of free ones
          --watch               prints each request as it comes in
          --help                this text

        Faults: {string.Join(", ", FaultSwitch.Kinds)}.
        Targets: {string.Join(", ", FaultSwitch.Targets)}.
        For example: --fault ecr-token/throttle:2 --fault registry/server-error=503 --fault registry/slow=20ms
        """);

    private static string Lines(Dictionary<string, string> variables, string format) =>
        string.Join('\n', variables.Select(v => string.Format(CultureInfo.InvariantCulture, format, v.Key, v.Value)));
}
