using System;
using System.Collections.Generic;
using System.IO;
using EcrBoot.Sandbox;

namespace EcrBoot.WindowsTests;

/// <summary>The environment in which a program in the prefix takes the sandbox for AWS.</summary>
internal static class SandboxVariables
{
    /// <summary>The variables.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="folder">Where its certificate is put for the prefix's user to read: the sandbox's own file is its user's alone.</param>
    public static Dictionary<string, string> Of(AwsSandbox sandbox, string folder)
    {
        var authority = Path.Combine(folder, "ca.pem");
        File.Copy(sandbox.CaBundlePath, authority, overwrite: true);
        File.SetUnixFileMode(authority, (UnixFileMode)0b110_100_100);
        return new Dictionary<string, string>(sandbox.EnvironmentVariables(), StringComparer.Ordinal) { ["AWS_CA_BUNDLE"] = WinePrefix.WindowsPath(authority) };
    }
}
