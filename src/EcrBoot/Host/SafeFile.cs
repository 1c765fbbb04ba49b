using System;

namespace EcrBoot.Host;

/// <summary>
/// The one way in which this library reads and writes a configuration file: only a regular file of at most <see cref="MaximumLength"/> bytes,
/// read so that nothing can hang it, written so that a reader or a crash never sees half of it. Call it on a <see cref="UserThread"/> to
/// act with another user's rights.
/// </summary>
public static class SafeFile
{
    /// <summary>The longest file that is read: 4 MiB.</summary>
    public const int MaximumLength = 4 << 20;

    /// <summary>Reads a whole file; symbolic links are followed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The content; null where there is no such file.</returns>
    /// <exception cref="EcrException">
    /// ConfigMalformed: not a regular file, too long, or links in a circle. ConfigNotOwned, ConfigNotWritable: it may not be read.
    /// </exception>
    public static byte[]? Read(string path) => HostEnvironment.IsLinux ? LinuxFile.Read(path) : PortableFile.Read(path);

    /// <summary>
    /// Puts a new content in a file's place with a temporary file and a rename, as docker does, and on Linux fsync of both file and folder. A
    /// symbolic link stays one: the file it names is replaced. An existing file keeps mode and owner, on Windows its access list; a new one is 0600, a
    /// new folder 0700, on Windows reached by its user, SYSTEM and the administrators only.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The new content.</param>
    /// <param name="expected">The content read before; null where there was no file.</param>
    /// <param name="user">Whose a new file and folder become on Windows; null for this process's own user. On Linux the thread's rights say it.</param>
    /// <param name="isDurable">Whether it is to be on the disk when this returns. What can be had again need not: a power cut may leave it broken.</param>
    /// <returns>False, and nothing is changed, where the file no longer has the expected content.</returns>
    /// <exception cref="EcrException">
    /// ConfigNotWritable, ConfigNotOwned, ConfigBusy: another program holds it open; ConfigMalformed as in <see cref="Read"/>, and where the new content is longer than what it reads.
    /// </exception>
    public static bool TryReplace(string path, byte[] content, byte[]? expected, OsUser? user = null, bool isDurable = true) =>
        content.Length > MaximumLength
            ? throw new EcrException(
                EcrErrorReason.ConfigMalformed,
                $"'{path}' would become longer than {MaximumLength >> 20} MiB, which is the most that is read; it was left as it is.",
                "Take out of it what is no longer needed.")
            : HostEnvironment.IsLinux ? LinuxFile.TryReplace(path, content, expected, isDurable) : PortableFile.TryReplace(path, content, expected, user);

    /// <summary>Whether a file still has the content that was read from it.</summary>
    internal static bool IsStill(string path, byte[]? expected) =>
        Read(path) is { } now ? expected is not null && now.AsSpan().SequenceEqual(expected) : expected is null;

    internal static EcrException TooLong(string path) =>
        Unusable(path, $"is longer than {MaximumLength >> 20} MiB");

    internal static EcrException Unusable(string path, string why) =>
        new(EcrErrorReason.ConfigMalformed, $"'{path}' {why}.", "Put a regular file with a docker configuration there, or remove it.");
}
