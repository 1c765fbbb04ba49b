namespace EcrBoot.Host;

/// <summary>Whether a folder lies in memory, so that nothing in it is older than this boot.</summary>
internal static unsafe class MemoryFolder
{
    private const long Tmpfs = 0x01021994, Ramfs = 0x858458F6; // statfs(2)

    /// <summary>False also where that cannot be asked.</summary>
    public static bool Is(string path)
    {
        if (!HostEnvironment.IsLinux)
            return false;
        var status = stackalloc long[32]; // struct statfs has 120 bytes; its first word is the type
        fixed (byte* text = LibC.Path(path))
            return LibC.syscall(LibC.IsArm64 ? 43 : 137, (nint)text, (nint)status, 0, 0, 0) == 0 && status[0] is (Tmpfs or Ramfs);
    }
}
