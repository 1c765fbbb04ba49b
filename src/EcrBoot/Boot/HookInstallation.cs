using System.Collections.Generic;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The boot hook of a host or of an image's root: what is there, what would change, and the changes themselves.</summary>
public abstract class HookInstallation
{
    private protected HookInstallation()
    {
    }

    /// <summary>Looks at this host, or at an image.</summary>
    /// <param name="root">The folder that stands for an image's <c>/</c>; null for this host.</param>
    /// <param name="host">The environment, for the commands run on a live host.</param>
    /// <exception cref="EcrException">BadArgument: it is not the root of a Linux system. UserNotPermitted: this is neither Linux nor Windows.</exception>
    public static HookInstallation Open(string? root, HostEnvironment host)
    {
        if (!HostEnvironment.IsWindows)
            return new LinuxHookInstallation(root ?? "/", host);
        return root is null
            ? new WindowsHookInstallation(new WindowsHost(host))
            : throw new EcrException(EcrErrorReason.BadArgument, "Only images of Linux are worked on from outside, and on Linux.", "Leave out -Root, and run it in the image while it is built.");
    }

    /// <summary>What installing would change; nothing where all is as asked.</summary>
    /// <param name="options">What the hook is to do.</param>
    /// <param name="notes">What whoever installs it should know.</param>
    /// <exception cref="EcrException">BadArgument, HookConflict, RootRequired, ElevationRequired, ProgramMissing, HookFault. Nothing has been changed then.</exception>
    public abstract IReadOnlyList<PlannedChange> Install(HookOptions options, out IReadOnlyList<string> notes);

    /// <summary>What uninstalling would change; nothing where there is no hook.</summary>
    /// <exception cref="EcrException">RootRequired, ElevationRequired, HookFault.</exception>
    public abstract IReadOnlyList<PlannedChange> Uninstall();

    /// <summary>The hook as it stands.</summary>
    /// <param name="moduleFolder">The module whose program it should have.</param>
    public abstract HookState Read(string moduleFolder);

    /// <summary>What would defeat the login, or stands beside it: one sentence each, with what to do.</summary>
    /// <param name="options">What the hook does.</param>
    public abstract IReadOnlyList<string> Warnings(HookOptions options);

    /// <summary>What an uninstalled hook leaves behind on purpose: logs and edited settings.</summary>
    /// <param name="options">What the hook did.</param>
    public abstract IReadOnlyList<string> Remains(HookOptions options);
}
