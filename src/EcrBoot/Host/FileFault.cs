namespace EcrBoot.Host;

/// <summary>The errors of files on Linux, with the remedy that fits who owns what.</summary>
internal static class FileFault
{
    /// <summary>The error for a call that failed with an errno value.</summary>
    /// <param name="path">The file or folder; its content is never looked at here.</param>
    /// <param name="action">What could not be done: read, written, made.</param>
    /// <param name="error">The errno value.</param>
    public static EcrException Of(string path, string action, int error)
    {
        if (error == LibC.Loop)
            return SafeFile.Unusable(path, "is a symbolic link that leads in a circle");
        if (error == LibC.NoSuchDevice)
            return SafeFile.Unusable(path, "is not a regular file");
        if (error is LibC.AccessDenied or LibC.NotPermitted && FileOwner.Stranger(path) is { } stranger)
            return stranger;

        // For another user no other folder can be named: docker looks in that user's home.
        var remedy = (error == LibC.AccessDenied ? FileOwner.Chmod(path, action == "read") : null)
            ?? (action == "read" ? "Give the user the right to read it."
                : UserThread.FileUser != LibC.geteuid() ? "Correct that, and run the command again."
                : "Correct that, or name another folder for the docker configuration.");
        return new EcrException(EcrErrorReason.ConfigNotWritable, $"'{path}' cannot be {action}: {LibC.Words(error)}.", remedy);
    }
}
