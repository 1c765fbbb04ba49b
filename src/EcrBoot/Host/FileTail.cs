using System;
using System.IO;
using System.Text;

namespace EcrBoot.Host;

/// <summary>The end of a text file that someone else writes: read so that nothing can hang it or fill the memory.</summary>
internal sealed class FileTail
{
    private FileTail(string text, bool isWhole, DateTimeOffset modifiedAt)
    {
        Text = text;
        IsWhole = isWhole;
        ModifiedAt = modifiedAt;
    }

    /// <summary>The most that is read: 1 MiB.</summary>
    public const int MaximumLength = 1 << 20;

    /// <summary>What was read. Bytes that are no UTF-8 are U+FFFD.</summary>
    public string Text { get; }

    /// <summary>Whether that is all of it.</summary>
    public bool IsWhole { get; }

    /// <summary>When the file was last written.</summary>
    public DateTimeOffset ModifiedAt { get; }

    /// <summary>Reads the end of a regular file; symbolic links are followed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="EcrException">LogUnreadable.</exception>
    public static FileTail? Read(string path) => HostEnvironment.IsLinux ? ReadOnLinux(path) : ReadElsewhere(path);

    private static FileTail? ReadOnLinux(string path)
    {
        // Without waiting, so that a FIFO cannot hang it, and without becoming a terminal's owner.
        var handle = LibC.Open(path, LibC.ReadOnly | LibC.NonBlocking | LibC.NoControllingTerminal, 0);
        if (handle < 0)
            return LibC.LastError is LibC.NoEntry ? null : throw Fault(path, LibC.LastError == LibC.NoSuchDevice ? "it is not a regular file" : LibC.Words(LibC.LastError));
        try
        {
            if (FileStatus.Of(handle) is not { IsRegular: true } status)
                throw Fault(path, "it is not a regular file");
            var length = (int)Math.Min(status.Size, MaximumLength);
            if (LibC.lseek(handle, status.Size - length, 0) < 0)
                throw Fault(path, LibC.Words(LibC.LastError));
            var content = new byte[length];
            var filled = 0;
            while (filled < length)
            {
                var got = LibC.Read(handle, content, filled, length - filled);
                if (got < 0)
                    throw Fault(path, LibC.Words(LibC.LastError));
                if (got == 0)
                    break; // it was cut off meanwhile
                filled += (int)got;
            }

            return new FileTail(Encoding.UTF8.GetString(content, 0, filled), status.Size <= length, status.ModifiedAt);
        }
        finally
        {
            _ = LibC.close(handle);
        }
    }

    private static FileTail? ReadElsewhere(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!stream.CanSeek)
                throw Fault(path, "it is not a regular file");
            var content = new byte[(int)Math.Min(stream.Length, MaximumLength)];
            var isWhole = stream.Length <= content.Length;
            stream.Seek(-content.Length, SeekOrigin.End);
            var filled = 0;
            while (filled < content.Length && stream.Read(content, filled, content.Length - filled) is > 0 and var got)
                filled += got;
            return new FileTail(Encoding.UTF8.GetString(content, 0, filled), isWhole, new DateTimeOffset(File.GetLastWriteTimeUtc(path)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Fault(path, e.Message.TrimEnd('.'));
        }
    }

    private static EcrException Fault(string path, string why) =>
        new(EcrErrorReason.LogUnreadable, $"'{path}' cannot be read: {why}.", HostEnvironment.IsWindows ? "Read it as an administrator, or name another file." : "Read it as root, or name another file.");
}
