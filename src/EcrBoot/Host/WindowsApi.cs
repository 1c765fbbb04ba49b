using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EcrBoot.Host;

/// <summary>The calls to Windows that .NET Standard 2.0 does not offer. Called on Windows only.</summary>
internal static unsafe class WindowsApi
{
    public const uint GenericWrite = 0x40000000, CreateNew = 1, NormalFile = 0x80;
    public const uint QueryToken = 8, AdjustToken = 0x20, PrivilegeEnabled = 2;
    public const int TokenUser = 1;
    public const uint OwnerPart = 1, AccessListPart = 4, ReplaceExisting = 1, WriteThrough = 8;
    public const int AccessDenied = 5, SharingViolation = 32, LockViolation = 33, AlreadyExists = 183, NotAllAssigned = 1300, InvalidOwner = 1307, PrivilegeNotHeld = 1314;
    public static readonly nint LocalMachine = unchecked((nint)(int)0x80000002);

    private const string Security = "advapi32.dll", Kernel = "kernel32.dll";

    public static int LastError => Marshal.GetLastWin32Error();

    [DllImport(Security, CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool ConvertStringSecurityDescriptorToSecurityDescriptorW(string text, uint revision, out nint descriptor, out uint size);

    [DllImport(Security, CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool ConvertSidToStringSidW(nint sid, out nint text);

    [DllImport(Security, CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool ConvertStringSidToSidW(string text, out nint sid);

    [DllImport(Security, CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool LookupAccountNameW(string? system, string name, byte* sid, uint* sidSize, char* domain, uint* domainSize, out uint kind);

    [DllImport(Security, CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool LookupAccountSidW(string? system, nint sid, char* name, uint* nameSize, char* domain, uint* domainSize, out uint kind);

    [DllImport(Security, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool OpenProcessToken(nint process, uint access, out nint token);

    [DllImport(Security, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetTokenInformation(nint token, int kind, void* buffer, uint size, out uint needed);

    [DllImport(Security, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CheckTokenMembership(nint token, nint sid, [MarshalAs(UnmanagedType.Bool)] out bool isMember);

    [DllImport(Security, CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool LookupPrivilegeValueW(string? system, string name, out long luid);

    [DllImport(Security, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool AdjustTokenPrivileges(nint token, [MarshalAs(UnmanagedType.Bool)] bool disableAll, in TokenPrivilege state, uint size, nint before, nint beforeSize);

    [DllImport(Security, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int RegOpenKeyExW(nint key, string path, uint options, uint access, out nint opened);

    [DllImport(Security, CharSet = CharSet.Unicode)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int RegEnumKeyExW(nint key, uint index, char* name, ref uint length, nint reserved, nint type, nint typeLength, nint written);

    [DllImport(Security)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern int RegCloseKey(nint key);

    [DllImport(Kernel, CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern SafeFileHandle CreateFileW(string path, uint access, uint share, in SecurityAttributes security, uint disposition, uint attributes, nint template);

    [DllImport(Kernel, CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CreateDirectoryW(string path, in SecurityAttributes security);

    [DllImport(Security, CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetFileSecurityW(string path, uint parts, byte* buffer, uint size, out uint needed);

    [DllImport(Kernel, CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool MoveFileExW(string from, string to, uint flags);

    [DllImport(Kernel)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern nint LocalFree(nint memory);

    [DllImport(Kernel)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static extern nint GetCurrentProcess();

    [DllImport(Kernel)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CloseHandle(nint handle);

    /// <summary>A path for these calls. As .NET does for its own: the limit of 260 characters does not hold for one so marked.</summary>
    public static string Path(string path) => path.Length < 248 || path.StartsWith(@"\\", System.StringComparison.Ordinal) ? path : @"\\?\" + path;

    /// <summary>The exception that .NET throws for an error of these calls.</summary>
    public static IOException Fault(int error) => new(new Win32Exception(error).Message, unchecked((int)0x80070000) | error);

    /// <summary>TOKEN_PRIVILEGES with one entry. Its parts are 4 bytes each, so nothing is filled in between them.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct TokenPrivilege
    {
        public uint Count;
        public long Luid;
        public uint Attributes;
    }

    /// <summary>SECURITY_ATTRIBUTES.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SecurityAttributes
    {
        public uint Length;
        public nint Descriptor;
        public int InheritHandle;
    }
}
