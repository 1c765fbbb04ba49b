using System;

namespace EcrBoot.Boot;

/// <summary>The lines with which docker 17 to 29 and podman end an attempt to log in.</summary>
internal static class DockerLogRules
{
    private const string Network = "Check DNS, routes, security groups, the VPC endpoint and HTTPS_PROXY.";

    private static readonly ClassicLogRule s_noPassword = new(
        EcrErrorReason.NoPassword,
        "Docker got no password, because the command before it, aws, failed",
        "What aws said is in rc-local's journal, not in this log: journalctl -u rc-local",
        "Cannot perform an interactive login from a non", "password is empty", "getting username and password", "the input device is not a TTY");

    // In this order: the first that matches is the one.
    private static readonly ClassicLogRule[] s_rules =
    {
        s_noPassword,
        new(EcrErrorReason.StoreRefused, "Docker logged in and could not store the login: its helper for ECR stores none", "Take ecr-login out of credsStore and credHelpers, or leave the login to it.", "not implemented"),
        new(EcrErrorReason.HelperMissing, "Docker could not store the login: its credential helper is not installed", "Install it, or take it out of the docker configuration.", "executable file not found in $PATH, out:", "resolves to executable in current directory"),
        new(EcrErrorReason.StoreRefused, "Docker could not store the login with its credential helper", "Correct that, or take the helper out of the docker configuration.", "error storing credentials"),
        new(EcrErrorReason.ConfigNotWritable, "Docker could not store the login", "Correct the owner and the mode of that folder.", "error saving credentials"),
        new(EcrErrorReason.NotLoggedIn, "There is no login", "Log in first.", "credentials not found in native keychain", "no basic auth credentials", "may require 'docker login'"),
        new(EcrErrorReason.LoginExpired, "The login has expired", "Log in again: a token lasts 12 hours.", "authorization token has expired"),
        new(EcrErrorReason.LoginRemoved, "The login was removed again", "Log in after that, not before.", "Removing login credentials for", "Removed login credentials for"),
        new(EcrErrorReason.AccessDenied, "AWS refused it", "Allow the action in the role's policy, the repository's and the VPC endpoint's.", "is not authorized to perform"),
        new(EcrErrorReason.Throttled, "The registry asks to slow down", "Try again later, and spread the calls of many hosts.", "too many requests", "toomanyrequests", "status: 429"),
        new(EcrErrorReason.RegistryRejected, "The registry refused the password", "Check that it was issued for that registry's region, the user name AWS, and the repository and VPC endpoint policies.", "status: 400", "status: 401", "status: 403", "from registry 400", "from registry 401", "from registry 403", "invalid username/password", "400 Bad Request", "unauthorized:"),
        new(EcrErrorReason.ServiceFault, "The registry answered with an error", "Check that the name is a registry's, and try again later.", "failed with status:", "invalid status code from registry"),
        new(EcrErrorReason.TlsNotTrusted, "The registry's certificate is not trusted", "Save the issuer's certificate as /etc/docker/certs.d/HOST/ca.crt.", "x509:", "certificate", "server gave HTTP response to HTTPS client"),
        new(EcrErrorReason.EndpointUnreachable, "The proxy on the way to the registry refused", "Check HTTPS_PROXY and NO_PROXY, of the daemon too.", "\": Bad Gateway", "\": Service Unavailable", "\": Gateway Timeout", "\": Forbidden", "Proxy Authentication Required", "proxyconnect"),
        new(EcrErrorReason.UserNotPermitted, "Docker may not talk to its daemon", "Run it as root, or add the user to the group docker.", "permission denied while trying to connect to the Docker daemon"),
        new(EcrErrorReason.EndpointUnreachable, "The docker daemon does not answer", "Start docker before this, or update its client: 18.09 and later log in without a daemon.", "Cannot connect to the Docker daemon"),
        new(EcrErrorReason.EndpointUnreachable, "Docker could not reach the registry", Network, "no such host", "connection refused", "connection reset", "i/o timeout", "network is unreachable", "no route to host", "server misbehaving", "name resolution", "TLS handshake timeout", "Client.Timeout exceeded", "deadline exceeded", "request canceled", "\": EOF"),
        new(EcrErrorReason.BadArgument, "Docker was called with the wrong arguments", "Call it as: docker login --username AWS --password-stdin REGISTRY", "Must provide --username", "requires --username", "unknown flag", "unknown shorthand flag", "are mutually exclusive", "requires at most 1 argument", "\"docker login\" "),
        new(EcrErrorReason.ConfigMalformed, "Docker cannot read its configuration", "Correct or remove that file.", "Error loading config file"),
        new(EcrErrorReason.LoginFailed, "The program docker is not installed, or not on rc.local's PATH", "Install it, or write its full path.", "docker: command not found", "docker: not found", "podman: command not found"),
    };

    private static readonly ClassicLogRule s_other = new(EcrErrorReason.LoginFailed, "The login failed", "Correct what that line complains of.");

    /// <summary>The last thing a login that was made prints: docker's line, and podman's.</summary>
    public static bool IsSuccess(string line) => line is "Login Succeeded" or "Login Succeeded!";

    /// <summary>Whether the rule is that docker got no password, so that the cause stands above, or nowhere.</summary>
    public static bool IsNoPassword(ClassicLogRule rule) => rule == s_noPassword;

    /// <summary>Whether a line only tells how to call the program, below what was wrong.</summary>
    public static bool IsUsage(string line) =>
        StartsWith(line, "See '") || StartsWith(line, "Usage:") || StartsWith(line, "Run '") || StartsWith(line, "Log in to ") || StartsWith(line, "Authenticate to a registry");

    /// <summary>The rule for a line that ends a failed attempt; null where the line does not.</summary>
    public static ClassicLogRule? Find(string line)
    {
        // A line of the client's own log goes before the end; docker's warnings too, which then goes on.
        if (StartsWith(line, "time=\"") || StartsWith(line, "WARNING"))
            return null;
        return Array.Find(s_rules, rule => rule.Matches(line))
            ?? (StartsWith(line, "Error response from daemon:") || StartsWith(line, "Error:") || StartsWith(line, "Error ") || StartsWith(line, "Login did not succeed") ? s_other : null);
    }

    private static bool StartsWith(string line, string beginning) => line.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
