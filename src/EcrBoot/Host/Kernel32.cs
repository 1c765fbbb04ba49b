using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EcrBoot.Host;

/// <summary>The calls to Windows that .NET does not offer in both its editions. Called on Windows only.</summary>
internal static unsafe class Kernel32
{
    public const uint GenericRead = 0x80000000, GenericWrite = 0x40000000;
    public const uint ShareNothing = 0, ShareAll = 7; // read, write, delete
    public const uint CreateNew = 1, OpenExisting = 3, OpenAlways = 4;
    public const uint NotThroughLinks = 0x00200000; // FILE_FLAG_OPEN_REPARSE_POINT
    public const uint Folder = 0x10, ReparsePoint = 0x400;
    public const int NoFile = 2, NoPath = 3, AccessDenied = 5, SharingViolation = 32, AlreadyExists = 183;

    private const string Name = "kernel32.dll";

#pragma warning disable IDE1006, SA1300, SYSLIB1054 // The names are the system's; source-generated imports do not exist for .NET Standard.
    [DllImport(Name, CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern SafeFileHandle CreateFileW(string path, uint access, uint share, SecurityAttributes* security, uint disposition, uint flags, nint template);

    [DllImport(Name, CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern int CreateDirectoryW(string path, SecurityAttributes* security);

    [DllImport(Name, SetLastError = true)]
    public static extern int GetFileInformationByHandle(SafeFileHandle handle, FileInformation* information);

    [DllImport(Name)]
    public static extern nint LocalFree(nint memory);

    [DllImport(Name)]
    public static extern nint GetCurrentProcess();

    [DllImport(Name)]
    public static extern int CloseHandle(nint handle);

    [DllImport(Name)]
    public static extern ulong GetTickCount64();

    [DllImport("ntdll.dll")]
    public static extern int NtQuerySystemInformation(int kind, void* answer, int length, int* needed);
#pragma warning restore IDE1006, SA1300, SYSLIB1054

    /// <summary>SECURITY_ATTRIBUTES.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SecurityAttributes
    {
        public int Length;
        public nint Descriptor;
        public int IsInherited;
    }

    /// <summary>BY_HANDLE_FILE_INFORMATION; what follows its attributes is not used here.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 52)]
    public struct FileInformation
    {
        public uint Attributes;
    }
}
