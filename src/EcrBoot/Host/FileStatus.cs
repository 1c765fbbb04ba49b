using System;
using System.Runtime.InteropServices;

namespace EcrBoot.Host;

/// <summary>What Linux knows of a file: statx(2), whose layout, unlike that of stat(2), is the same on every processor.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct FileStatus
{
    private const int EmptyPath = 0x1000, DoNotFollow = 0x100, CurrentFolder = -100, BasicStats = 0x7FF;

    private FileStatus(Statx raw)
    {
        Type = raw.Mode & 0xF000;
        Mode = raw.Mode & 0xFFFu;
        User = raw.User;
        Group = raw.Group;
        Size = (long)raw.Size;
        Links = raw.Links;
        ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(raw.ModifiedSeconds).AddTicks(raw.ModifiedNanoseconds / 100);
    }

    public int Type { get; }

    /// <summary>The permission bits.</summary>
    public uint Mode { get; }

    public uint User { get; }

    public uint Group { get; }

    public long Size { get; }

    /// <summary>How many names it has; 0 where it was removed while open.</summary>
    public uint Links { get; }

    /// <summary>When its content was last written, by the clock of that moment.</summary>
    public DateTimeOffset ModifiedAt { get; }

    public bool IsRegular => Type == 0x8000;

    public bool IsFolder => Type == 0x4000;

    public bool IsLink => Type == 0xA000;

    /// <summary>The status of an open file; null where the call fails.</summary>
    public static FileStatus? Of(int handle)
    {
        byte none = 0;
        return Call(handle, &none, EmptyPath);
    }

    /// <summary>The status of a path; null where it does not exist or may not be looked at.</summary>
    public static FileStatus? Of(string path, bool follow)
    {
        fixed (byte* text = LibC.Path(path))
            return Call(CurrentFolder, text, follow ? 0 : DoNotFollow);
    }

    private static FileStatus? Call(int folder, byte* path, int flags)
    {
        Statx raw;
        var number = LibC.IsArm64 ? 291 : 332;
        return LibC.syscall(number, folder, (nint)path, flags, BasicStats, (nint)(&raw)) == 0 ? new FileStatus(raw) : null;
    }

    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Statx
    {
        public uint Mask, BlockSize;
        public ulong Attributes;
        public uint Links, User, Group;
        public ushort Mode, Spare;
        public ulong Node, Size, Blocks, AttributesMask;
        public long AccessedSeconds, AccessedNanoseconds, BornSeconds, BornNanoseconds, ChangedSeconds, ChangedNanoseconds, ModifiedSeconds;
        public uint ModifiedNanoseconds;
    }
}
