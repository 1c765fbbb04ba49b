using System;
using System.IO;
using EcrBoot.Host;

namespace EcrBoot.Docker;

/// <summary>Which docker configuration is meant, and with whose rights it is read and written.</summary>
public sealed class DockerConfigLocation
{
    private const string FileName = "config.json";

    private DockerConfigLocation(string configPath, OsUser? user)
    {
        ConfigPath = configPath;
        User = user;
    }

    /// <summary>The full path of the configuration file, which need not exist.</summary>
    public string ConfigPath { get; }

    /// <summary>The user with whose rights it is read and written; null for the process's own.</summary>
    public OsUser? User { get; }

    /// <summary>The folder the file is in.</summary>
    internal string Folder => Path.GetDirectoryName(ConfigPath)!;

    /// <summary>
    /// Finds the configuration as docker does: the one named, else <c>DOCKER_CONFIG</c>, else <c>.docker</c> in the home folder. For another user
    /// it is that user's home, and the caller's DOCKER_CONFIG, which names the caller's own, is ignored.
    /// </summary>
    /// <param name="dockerConfig">A folder, as for docker's <c>--config</c>, or a file whose name ends in <c>.json</c>; null for the default.</param>
    /// <param name="user">The user whose configuration it is; null for the process's own.</param>
    /// <param name="host">Where DOCKER_CONFIG, HOME and USERPROFILE are read.</param>
    /// <exception cref="EcrException">BadArgument: no home folder is known, or the path is none.</exception>
    public static DockerConfigLocation Resolve(string? dockerConfig, OsUser? user, HostEnvironment host)
    {
        var named = dockerConfig is { Length: > 0 } ? dockerConfig : user is null ? host.Variable("DOCKER_CONFIG") : null;
        var folder = named ?? Path.Combine(user?.Home ?? Home(host), ".docker");
        try
        {
            folder = Path.GetFullPath(folder);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new EcrException(EcrErrorReason.BadArgument, $"'{folder}' is not the path of a docker configuration.", "Name a folder, as for docker's --config.", e);
        }

        var isFile = dockerConfig is { Length: > 0 } && folder.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(folder);
        return new DockerConfigLocation(isFile ? folder : Path.Combine(folder, FileName), user);
    }

    /// <summary>The path of the file.</summary>
    public override string ToString() => ConfigPath;

    private static string Home(HostEnvironment host)
    {
        if (HostEnvironment.IsWindows)
        {
            var profile = host.Variable("USERPROFILE") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (profile.Length > 0)
                return profile;
        }
        else if ((host.Variable("HOME") ?? OsUser.Current?.Home) is { } home)
        {
            return home;
        }

        throw new EcrException(
            EcrErrorReason.BadArgument,
            "No home folder is known: HOME is not set, and the account database has no entry for this user.",
            "Set HOME or DOCKER_CONFIG, or name the docker configuration.");
    }
}
