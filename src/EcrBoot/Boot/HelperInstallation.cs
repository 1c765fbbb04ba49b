using System;
using System.Collections.Generic;
using System.Linq;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The credential helper's program on a host: what installing and removing it would change, and the changes themselves.</summary>
public sealed class HelperInstallation
{
    private const string Skeleton = "/etc/skel";
    private readonly ImageRoot _image;
    private readonly HookSteps _steps;
    private readonly HostEnvironment _host;

    /// <summary>Looks at a root.</summary>
    /// <param name="root">The folder that stands for <c>/</c>.</param>
    /// <param name="host">The environment.</param>
    public HelperInstallation(string root, HostEnvironment host)
    {
        _image = new ImageRoot(root);
        _host = host;
        _steps = new HookSteps(_image, host, HelperFiles.Record, HookCommand.Record);
    }

    /// <summary>Whether this process may install and remove the program.</summary>
    public static bool IsPermitted => HostEnvironment.IsLinux && LibC.geteuid() == 0;

    /// <summary>Whether docker on this host finds the program, whoever has put it there.</summary>
    public bool IsOnPath => HostProgram.Find(EcrCredentialHelper.ProgramName, user: null, _host) is not null;

    /// <summary>Whether any user's docker, or that of users to come, asks the helper.</summary>
    public bool IsUsed() => new HelperUsers(_image, _host).IsAnywhere() || new HelperRegistration(ForNewUsers()).Registered().Count > 0;

    /// <summary>The docker configuration of an account of this root.</summary>
    /// <param name="name">The account's name.</param>
    /// <exception cref="EcrException">UserUnknown, ConfigNotWritable: it has no home there.</exception>
    public DockerConfigLocation ForUser(string name)
    {
        var accounts = new Accounts(_image);
        if (accounts.All.FirstOrDefault(account => account.Name == name) is not { } found)
        {
            var near = SimilarName.Of(name, accounts.All.Select(static account => account.Name));
            throw new EcrException(EcrErrorReason.UserUnknown, $"There is no user '{name}' in {_image.Shown("/etc/passwd")}.", near is null ? "Name one of that file." : $"Did you mean '{near}'?");
        }

        return accounts.Config(found, _host) ?? throw new EcrException(
            EcrErrorReason.ConfigNotWritable, $"'{name}' has no home in that root, or its .docker is a link.", "Make the home, or register the helper once the host has booted.");
    }

    /// <summary>The docker configurations of every account with a login shell, and the one that new accounts are given.</summary>
    public IReadOnlyList<DockerConfigLocation> ForAllUsers()
    {
        var accounts = new Accounts(_image);
        var all = accounts.WithLoginShell.Select(account => accounts.Config(account, _host)).OfType<DockerConfigLocation>()
            .GroupBy(static location => location.ConfigPath, StringComparer.Ordinal).Select(static group => group.First()).ToList();
        if (FileStatus.Of(_image.Follow(Skeleton), follow: true) is { IsFolder: true })
            all.Add(ForNewUsers());
        return all;
    }

    /// <summary>What installing would change; nothing where all is as asked.</summary>
    /// <param name="moduleFolder">The module, whose native program is copied.</param>
    /// <param name="forPodman">Whether podman is to ask the helper for every user.</param>
    /// <exception cref="EcrException">HookConflict, ProgramMissing, HookFault. Nothing has been changed then.</exception>
    public IReadOnlyList<PlannedChange> Install(string moduleFolder, bool forPodman)
    {
        var (record, hook) = (HookRecord.Read(_image, HelperFiles.Record), HookRecord.Read(_image));
        if (hook is { Options.Runtime: HookRuntime.PowerShell })
            throw new EcrException(EcrErrorReason.HookConflict, "The boot hook of this host runs PowerShell, and the credential helper is a native program.", "Install the hook again with -Runtime Native.");

        // Who has registered for all users once keeps podman's file when one more user is registered.
        var files = HelperFiles.Of(moduleFolder, _image, forPodman || record?.Files.Any(static path => path.StartsWith("/etc/containers/", StringComparison.Ordinal)) == true).ToList();
        foreach (var file in files)
        {
            if (record?.Files.Contains(file.Path) != true && hook?.Files.Contains(file.Path) != true && FileStatus.Of(_image.Locate(file.Path), follow: false) is not null)
                throw new EcrException(EcrErrorReason.HookConflict, $"'{file.Path}' is there already, and not from this module.", "Remove or rename it.");
        }

        return _steps.Install(new HookPlan(new HookOptions(), files, Array.Empty<string>()), record, hook: null);
    }

    /// <summary>What removing would change; nothing where it is not installed.</summary>
    /// <exception cref="EcrException">HookFault.</exception>
    public IReadOnlyList<PlannedChange> Uninstall() =>
        HookRecord.Read(_image, HelperFiles.Record) is { } record ? _steps.Uninstall(record, hook: null) : Array.Empty<PlannedChange>();

    private DockerConfigLocation ForNewUsers() => DockerConfigLocation.Resolve(_image.Follow(Skeleton) + "/.docker", user: null, _host);
}
