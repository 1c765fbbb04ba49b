using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using EcrBoot.Host;

namespace EcrBoot.Token;

/// <summary>
/// What tells one source of keys from another without asking AWS: private subnets have no STS endpoint, and region and account alone would give
/// one role's token to another. Each answer is a list of lines that are hashed; none of them is a secret.
/// </summary>
internal static class KeySourceIdentity
{
    private const int LongestToken = 64 << 10;

    /// <summary>Keys given outright: their id, which is new with every session.</summary>
    public static IReadOnlyList<string> OfKeys(string accessKeyId) => new[] { "keys", accessKeyId };

    /// <summary>Web identity: the role, and the file in which the platform lays down the token.</summary>
    public static IReadOnlyList<string> OfWebIdentity(string roleArn, string tokenFile) => new[] { "web identity", roleArn, tokenFile };

    /// <summary>The instance: its id and role are asked for and added.</summary>
    public static IReadOnlyList<string> OfInstance() => new[] { "instance" };

    /// <summary>
    /// A container: on ECS the address is the task's own. EKS Pod Identity has one address for all pods, so that the service account in the pod's
    /// token counts, and other agents a token that is made for the session.
    /// </summary>
    /// <param name="host">Where the variables of the container are read.</param>
    /// <returns>Null where the token cannot be read.</returns>
    public static IReadOnlyList<string>? OfContainer(HostEnvironment host)
    {
        var lines = new List<string> { "container" };
        if (host.Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } relative)
        {
            lines.Add(relative);
            return lines;
        }

        lines.Add(host.Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") ?? "");
        if (host.Variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file)
        {
            if (ServiceAccount(file) is not { } account)
                return null;
            lines.AddRange(account);
        }
        else if (host.Variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") is { } token)
        {
            lines.Add(Sha256.Of(token));
        }

        return lines;
    }

    // The token is a JWT that is renewed every hour or so: issuer and subject name the cluster and the service account, and stay.
    private static string[]? ServiceAccount(string file)
    {
        try
        {
            if (SafeFile.Read(file) is not { Length: <= LongestToken } content || Encoding.ASCII.GetString(content).Trim().Split('.') is not { Length: 3 } parts)
                return null;
            var payload = parts[1].Replace('-', '+').Replace('_', '/');
            using var json = JsonDocument.Parse(Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '=')));
            return json.RootElement.TryGetProperty("sub", out var subject) && json.RootElement.TryGetProperty("iss", out var issuer)
                ? new[] { issuer.ToString(), subject.ToString() }
                : null;
        }
        catch (Exception e) when (e is EcrException or JsonException or FormatException or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
