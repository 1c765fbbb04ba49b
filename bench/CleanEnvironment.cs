using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using EcrBoot.Sandbox;

namespace EcrBoot.Bench;

/// <summary>The environment every side gets: nothing of the caller's but its PATH, and no file to read settings from.</summary>
internal static class CleanEnvironment
{
    public static IReadOnlyDictionary<string, string> Variables(AwsSandbox sandbox, BenchFolder folder)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = folder.Home,
            ["USERPROFILE"] = folder.Home,
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
            ["LANG"] = "C.UTF-8",
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            ["AWS_ACCESS_KEY_ID"] = sandbox.UserKeys.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = sandbox.UserKeys.SecretAccessKey,
            ["AWS_REGION"] = sandbox.Options.Region,
            ["AWS_DEFAULT_REGION"] = sandbox.Options.Region, // aws-cli 1 reads no other
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_ENDPOINT_URL"] = sandbox.Endpoint.AbsoluteUri,

            // PowerShell would ask the internet for news of itself.
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
            ["POWERSHELL_UPDATECHECK"] = "Off",
        };
        foreach (var name in new[] { "SystemRoot", "TEMP", "TMPDIR", "PATHEXT", "ProgramData", "LOCALAPPDATA", "APPDATA" })
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                variables[name] = value;
        }

        return variables;
    }
}
