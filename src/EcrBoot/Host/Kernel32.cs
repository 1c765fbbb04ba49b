using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EcrBoot.Host;

/// <summary>Windows' calls about files and the clock, besides those of <see cref="WindowsApi"/>. Called on Windows only.</summary>
internal static unsafe class Kernel32
{
    public const uint GenericRead = 0x80000000, GenericWrite = 0x40000000;
    public const uint ShareNothing = 0, ShareAll = 7; // read, write, delete
    public const uint CreateNew = 1, OpenExisting = 3, OpenAlways = 4;
    public const uint NotThroughLinks = 0x00200000; // FILE_FLAG_OPEN_REPARSE_POINT
    public const uint Folder = 0x10, ReparsePoint = 0x400;
    public const int NoFile = 2, NoPath = 3, SharingViolation = 32;

    private const string Name = "kernel32.dll";

#pragma warning disable IDE1006, SA1300, SYSLIB1054 // The names are the system's; source-generated imports do not exist for .NET Standard.
    [DllImport(Name, SetLastError = true)]
    public static extern int GetFileInformationByHandle(SafeFileHandle handle, FileInformation* information);

    [DllImport(Name)]
    public static extern ulong GetTickCount64();

    [DllImport("ntdll.dll")]
    public static extern int NtQuerySystemInformation(int kind, void* answer, int length, int* needed);
#pragma warning restore IDE1006, SA1300, SYSLIB1054

    /// <summary>BY_HANDLE_FILE_INFORMATION; what follows its attributes is not used here.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 52)]
    public struct FileInformation
    {
        public uint Attributes;
    }
}
