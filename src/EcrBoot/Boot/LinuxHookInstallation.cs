using System;
using System.Collections.Generic;
using System.Linq;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The boot hook of a Linux host or of an image's root.</summary>
internal sealed class LinuxHookInstallation : HookInstallation
{
    private readonly ImageRoot _image;
    private readonly HookSteps _steps;
    private readonly HelperUsers _users;

    /// <summary>Looks at a root.</summary>
    /// <param name="root">The folder that stands for <c>/</c>.</param>
    /// <param name="host">The environment, for the commands run on a live host.</param>
    /// <exception cref="EcrException">BadArgument: it is not the root of a system. UserNotPermitted: this is not Linux.</exception>
    public LinuxHookInstallation(string root, HostEnvironment host)
    {
        if (!HostEnvironment.IsLinux)
            throw new EcrException(EcrErrorReason.UserNotPermitted, "Boot hooks of Linux are installed on Linux.", "Run it on the host, or where its image is mounted.");
        _image = new ImageRoot(root);
        foreach (var folder in new[] { "/etc", "/usr" })
        {
            if (FileStatus.Of(_image.Follow(folder), follow: true) is not { IsFolder: true })
                throw new EcrException(EcrErrorReason.BadArgument, $"'{root}' is not the root of a Linux system: it has no {folder}.", "Name the folder where the image is mounted.");
        }

        _steps = new HookSteps(_image, host);
        _users = new HelperUsers(_image, host);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PlannedChange> Install(HookOptions options, out IReadOnlyList<string> notes)
    {
        RequireRoot();
        LinuxOptionCheck.Apply(options);
        var plan = Plan(options);
        var record = HookRecord.Read(_image);
        foreach (var file in plan.Files)
            RequireOurs(file, record);
        notes = plan.Notes;

        // First the program, then whoever asks it.
        return _steps.Install(plan, record, Hook(plan.Options.Method)).Concat(_users.Register(plan.Options)).ToList();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<PlannedChange> Uninstall()
    {
        RequireRoot();
        if (HookRecord.Read(_image) is not { } record)
            return Array.Empty<PlannedChange>();

        // docker passes over a helper that is not there, without a word: first whoever asks it, then the program.
        var users = record.Options.CredentialHelper && HookRecord.Read(_image, HelperFiles.Record) is null ? _users.Unregister() : Array.Empty<PlannedChange>();
        return users.Concat(_steps.Uninstall(record, Hook(record.Options.Method))).ToList();
    }

    /// <inheritdoc/>
    public override HookState Read(string moduleFolder)
    {
        if (HookRecord.Read(_image) is not { } record)
            return new HookState(HookStatus.NotInstalled, new HookOptions(), "", _image.Folder, Array.Empty<string>());
        var options = record.Options;
        options.ModuleFolder = moduleFolder;
        IReadOnlyList<string> drift;
        try
        {
            drift = Plan(options).Drift(_image);
        }
        catch (EcrException e)
        {
            drift = new[] { e.Problem };
        }

        return new HookState(drift.Count == 0 ? HookStatus.Installed : HookStatus.Drifted, options, record.Version, _image.Folder, drift);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings(HookOptions options) => HookWarnings.Of(_image, options);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Remains(HookOptions options)
    {
        var left = SystemFile.List(_image.Follow(options.LogPath.Substring(0, Math.Max(1, options.LogPath.LastIndexOf('/')))))
            .Where(path => (path + ".").StartsWith(_image.Follow(options.LogPath) + ".", StringComparison.Ordinal)).ToList();
        if (FileStatus.Of(_image.Follow(HookCommand.EnvironmentFile), follow: true) is not null)
            left.Add(_image.Shown(HookCommand.EnvironmentFile));
        return left;
    }

    private HookPlan Plan(HookOptions options)
    {
        options.Method = options.Method == HookMethod.Auto ? InitIsSystemd() ? HookMethod.Systemd : HookMethod.RcLocal : options.Method;
        options.Runtime = HookProgram.Choose(options, _image);
        if (options.RefreshIntervalSec > 0 && options.Method == HookMethod.RcLocal)
            LinuxOptionCheck.Apply(options);
        var notes = new List<string>();
        var files = HookProgram.Files(options, _image).ToList();
        if (options.CredentialHelper)
        {
            if (options.Runtime == HookRuntime.PowerShell)
                throw new EcrException(EcrErrorReason.BadArgument, "The credential helper is a native program, and this hook runs PowerShell.", "Leave out -CredentialHelper or -Runtime.");
            files.Add(HelperFiles.LinkFile);
        }

        files.Add(PlannedFile.Seed(HookCommand.EnvironmentFile));
        files.AddRange(Hook(options.Method).Files(options, _image, notes));
        return new HookPlan(options, files, notes);
    }

    private static IBootHook Hook(HookMethod method) => method == HookMethod.RcLocal ? new RcLocalHook() : new SystemdHook();

    private bool InitIsSystemd() =>
        (_image.IsHost && FileStatus.Of("/run/systemd/system", follow: true) is { IsFolder: true })
        || _image.Inside("/sbin/init").EndsWith("/systemd", StringComparison.Ordinal);

    private void RequireOurs(PlannedFile file, HookRecord? record)
    {
        if (file.Kind is PlannedFileKind.Seed or PlannedFileKind.Block || record?.Files.Contains(file.Path) == true || HookRecord.Read(_image, HelperFiles.Record)?.Files.Contains(file.Path) == true)
            return;
        if (FileStatus.Of(_image.Locate(file.Path), follow: false) is not null)
            throw new EcrException(EcrErrorReason.HookConflict, $"'{_image.Shown(file.Path)}' is there already, and not from Install-EcrBootHook.", "Remove or rename it.");
    }

    private static void RequireRoot()
    {
        if (LibC.geteuid() != 0)
            throw new EcrException(EcrErrorReason.RootRequired, "Only root can install or remove a boot hook.", "Run it as root, as with: sudo pwsh");
    }
}
