using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace EcrBoot.Host;

/// <summary>The calls to Linux that .NET does not offer. Called on Linux only.</summary>
internal static unsafe class LibC
{
    // The same on x86-64 and arm64 (asm-generic/fcntl.h), but for the three below them.
    public const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Append = 0x400, Create = 0x40, Exclusive = 0x80, NoControllingTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;
    public const int NotPermitted = 1, NoEntry = 2, Interrupted = 4, NoSuchDevice = 6, WouldBlock = 11, AccessDenied = 13, Exists = 17, Invalid = 22, Loop = 40;
    public const int LockExclusive = 2, LockNonBlocking = 4;

    private const string Name = "libc";

    public static bool IsArm64 => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public static int FolderOnly => IsArm64 ? 0x4000 : 0x10000;

    public static int NoFollow => IsArm64 ? 0x8000 : 0x20000;

    public static int LastError => Marshal.GetLastWin32Error();

    /// <summary>The system's words for an error, such as "Permission denied".</summary>
    public static string Words(int error) => new Win32Exception(error).Message;

    /// <summary>A path as the system takes it: UTF-8, ended by a zero.</summary>
    public static byte[] Path(string path)
    {
        if (path.IndexOf('\0') >= 0)
            throw new EcrException(EcrErrorReason.BadArgument, "A path has a zero character in it.", "Correct the path.");
        return Encoding.UTF8.GetBytes(path + "\0");
    }

    public static int Open(string path, int flags, uint mode)
    {
        fixed (byte* text = Path(path))
        {
            int handle;
            do
                handle = open(text, flags | CloseOnExec, mode);
            while (handle < 0 && LastError == Interrupted);
            return handle;
        }
    }

    public static long Read(int handle, byte[] buffer, int offset, int count)
    {
        fixed (byte* at = buffer)
        {
            nint got;
            do
                got = read(handle, at + offset, (nuint)count);
            while (got < 0 && LastError == Interrupted);
            return got;
        }
    }

    public static long Write(int handle, byte[] buffer, int offset, int count)
    {
        fixed (byte* at = buffer)
        {
            nint put;
            do
                put = write(handle, at + offset, (nuint)count);
            while (put < 0 && LastError == Interrupted);
            return put;
        }
    }

    public static int Rename(string from, string to)
    {
        fixed (byte* left = Path(from), right = Path(to))
            return rename(left, right);
    }

    public static int Remove(string path)
    {
        fixed (byte* text = Path(path))
            return unlink(text);
    }

    public static int MakeFolder(string path, uint mode)
    {
        fixed (byte* text = Path(path))
            return mkdir(text, mode);
    }

    /// <summary>Makes a symbolic link.</summary>
    public static int MakeLink(string target, string path)
    {
        fixed (byte* left = Path(target), right = Path(path))
            return symlink(left, right);
    }

    /// <summary>Sets a variable for the C libraries in this process, which .NET's own call does not.</summary>
    public static void SetVariable(string name, string value)
    {
        fixed (byte* left = Path(name), right = Path(value))
            _ = setenv(left, right, 1);
    }

    public static int RemoveFolder(string path)
    {
        fixed (byte* text = Path(path))
            return rmdir(text);
    }

    /// <summary>The target of a symbolic link; null where the path is none or cannot be read.</summary>
    public static string? LinkTarget(string path)
    {
        var buffer = new byte[4096];
        fixed (byte* text = Path(path), at = buffer)
        {
            var length = readlink(text, at, (nuint)buffer.Length);
            return length < 0 ? null : Encoding.UTF8.GetString(buffer, 0, (int)length);
        }
    }

#pragma warning disable IDE1006, SA1300, CA2101, SYSLIB1054 // The names are the system's; source-generated imports do not exist for .NET Standard.
    [DllImport(Name, SetLastError = true)]
    public static extern int close(int handle);

    [DllImport(Name, SetLastError = true)]
    public static extern int fsync(int handle);

    [DllImport(Name, SetLastError = true)]
    public static extern int fchmod(int handle, uint mode);

    [DllImport(Name, SetLastError = true)]
    public static extern int fchown(int handle, uint user, uint group);

    [DllImport(Name, SetLastError = true)]
    public static extern int flock(int handle, int operation);

    [DllImport(Name, SetLastError = true)]
    public static extern int fcntl(int handle, int command, void* argument);

    [DllImport(Name, SetLastError = true)]
    public static extern long lseek(int handle, long offset, int origin);

    [DllImport(Name)]
    public static extern uint geteuid();

    [DllImport(Name)]
    public static extern nint sysconf(int name);

    [DllImport(Name, SetLastError = true)]
    public static extern nint syscall(nint number, nint first, nint second, nint third, nint fourth, nint fifth);

    [DllImport(Name)]
    public static extern int getpwnam_r(byte* name, Passwd* entry, byte* buffer, nuint length, Passwd** result);

    [DllImport(Name)]
    public static extern int getpwuid_r(uint user, Passwd* entry, byte* buffer, nuint length, Passwd** result);

    [DllImport(Name)]
    public static extern int getgrouplist(byte* name, uint group, uint* groups, int* count);

    [DllImport(Name, SetLastError = true)]
    private static extern int open(byte* path, int flags, uint mode);

    [DllImport(Name, SetLastError = true)]
    private static extern nint read(int handle, byte* buffer, nuint count);

    [DllImport(Name, SetLastError = true)]
    private static extern nint write(int handle, byte* buffer, nuint count);

    [DllImport(Name, SetLastError = true)]
    private static extern int rename(byte* from, byte* to);

    [DllImport(Name, SetLastError = true)]
    private static extern int unlink(byte* path);

    [DllImport(Name, SetLastError = true)]
    private static extern int symlink(byte* target, byte* path);

    [DllImport(Name, SetLastError = true)]
    private static extern int setenv(byte* name, byte* value, int replace);

    [DllImport(Name, SetLastError = true)]
    private static extern int mkdir(byte* path, uint mode);

    [DllImport(Name, SetLastError = true)]
    private static extern int rmdir(byte* path);

    [DllImport(Name, SetLastError = true)]
    private static extern nint readlink(byte* path, byte* buffer, nuint length);
#pragma warning restore IDE1006, SA1300, CA2101, SYSLIB1054

    /// <summary>struct passwd, the same in glibc and musl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Passwd
    {
        public byte* Name;
        public byte* Password;
        public uint User;
        public uint Group;
        public byte* Comment;
        public byte* Home;
        public byte* Shell;
    }
}
