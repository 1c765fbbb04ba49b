using System.Collections.Generic;

namespace EcrBoot.Host;

/// <summary>The environment variables of a child process.</summary>
internal static class ChildEnvironment
{
    private static readonly string[] s_kept =
    {
        "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy",
        "AWS_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR",
    };

    /// <summary>
    /// For this process's own user: what it has, with PATH and HOME as <paramref name="host"/> has them. For another user: only what says where
    /// things are, for that user; root's DOCKER_CONFIG, XDG folders and AWS keys are not that user's to see or follow.
    /// </summary>
    /// <param name="variables">The process's environment, to be changed.</param>
    /// <param name="user">The user it runs as; null for this process's own.</param>
    /// <param name="host">Where values are read.</param>
    public static void Fill(IDictionary<string, string?> variables, OsUser? user, HostEnvironment host)
    {
        if (user is not null)
            variables.Clear();
        foreach (var name in user is null ? new[] { "PATH", "HOME" } : s_kept)
        {
            if (host.Variable(name) is { } value)
                variables[name] = value;
        }

        if (user is null)
            return;
        if (!variables.ContainsKey("PATH"))
            variables["PATH"] = HostProgram.DefaultPath;
        variables["HOME"] = user.Home;
        variables["USER"] = user.Name;
        variables["LOGNAME"] = user.Name;
    }
}
