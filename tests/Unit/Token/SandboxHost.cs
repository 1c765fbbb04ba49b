using System;
using System.Collections.Generic;
using EcrBoot.Host;
using EcrBoot.Sandbox;

namespace EcrBoot.Unit.Token;

/// <summary>The environment of a host that takes the sandbox for AWS.</summary>
internal static class SandboxHost
{
    public static HostEnvironment Of(AwsSandbox sandbox, params (string Name, string? Value)[] more)
    {
        var variables = new Dictionary<string, string>(sandbox.EnvironmentVariables(), StringComparer.Ordinal);
        foreach (var (name, value) in more)
        {
            variables.Remove(name);
            if (value is not null)
                variables[name] = value;
        }

        return new HostEnvironment(variables);
    }
}
