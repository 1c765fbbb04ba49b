using System.Collections.Generic;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The files that put the credential helper on docker's PATH, and what makes podman ask it.</summary>
internal static class HelperFiles
{
    /// <summary>Where it is written down that the helper is installed. The boot hook has a record of its own, and what both name stays until both are gone.</summary>
    public const string Record = "/usr/local/lib/ecrboot/helper.conf";

    /// <summary>The name docker finds it by. Not below /usr/local: the secure path of sudo lacks that on some systems.</summary>
    public const string Link = "/usr/bin/" + EcrCredentialHelper.ProgramName;

    private const string PodmanProgram = "/usr/bin/podman", PodmanFolder = "/etc/containers", PodmanFile = "/etc/containers/registries.conf.d/ecrboot.conf";

    /// <summary>The files.</summary>
    /// <param name="moduleFolder">The module, whose native program is copied.</param>
    /// <param name="image">The root.</param>
    /// <param name="forPodman">Whether podman is to ask the helper for every user, where podman is installed.</param>
    /// <exception cref="EcrException">ProgramMissing.</exception>
    public static IEnumerable<PlannedFile> Of(string moduleFolder, ImageRoot image, bool forPodman)
    {
        foreach (var file in HookProgram.NativeFiles(moduleFolder, image))
            yield return file;
        yield return LinkFile;
        if (forPodman && FileStatus.Of(image.Follow(PodmanProgram), follow: true) is not null && FileStatus.Of(image.Follow(PodmanFolder), follow: true) is { IsFolder: true })
            yield return PlannedFile.Text(PodmanFile, PodmanText);
    }

    /// <summary>The link alone, for a hook that has the program already.</summary>
    public static PlannedFile LinkFile => PlannedFile.Link(Link, HookCommand.Program);

    // podman's own file first, so that podman login keeps what it is given there (containers-registries.conf(5)).
    private static string PodmanText => $"""
        # Written by Register-EcrCredentialHelper, removed by Unregister-EcrCredentialHelper.
        credential-helpers = ["containers-auth.json", "{EcrCredentialHelper.Name}"]

        """;
}
