using System.Runtime.InteropServices;

namespace EcrBoot.Host;

/// <summary>Windows' calls about access lists, the registry and services, besides those of <see cref="WindowsApi"/>. Called on Windows only.</summary>
internal static unsafe class Advapi32
{
    public const int FileObject = 1, OwnerAndAccess = 5; // SE_FILE_OBJECT; OWNER_ and DACL_SECURITY_INFORMATION

    private const string Name = "advapi32.dll";

#pragma warning disable IDE1006, SA1300, SYSLIB1054 // The names are the system's; source-generated imports do not exist for .NET Standard.
    [DllImport(Name, CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern int ConvertSecurityDescriptorToStringSecurityDescriptorW(nint descriptor, int revision, int parts, nint* text, uint* length);

    [DllImport(Name, CharSet = CharSet.Unicode)]
    public static extern int GetNamedSecurityInfoW(string path, int kind, int parts, nint* owner, nint* group, nint* access, nint* audit, nint* descriptor);

    [DllImport(Name, CharSet = CharSet.Unicode)]
    public static extern int RegCreateKeyExW(nint parent, string key, uint reserved, string? kind, uint options, uint access, nint security, nint* handle, uint* disposition);

    [DllImport(Name, CharSet = CharSet.Unicode)]
    public static extern int RegGetValueW(nint parent, string key, string name, uint flags, uint* kind, void* value, uint* size);

    [DllImport(Name, CharSet = CharSet.Unicode)]
    public static extern int RegSetValueExW(nint key, string name, uint reserved, uint kind, byte* value, uint size);

    [DllImport(Name, CharSet = CharSet.Unicode)]
    public static extern int RegDeleteTreeW(nint key, string? name);

    [DllImport(Name, CharSet = CharSet.Unicode)]
    public static extern int RegDeleteKeyExW(nint parent, string key, uint view, uint reserved);

    [DllImport(Name, CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern nint OpenSCManagerW(string? machine, string? database, uint access);

    [DllImport(Name, CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern nint OpenServiceW(nint manager, string service, uint access);

    [DllImport(Name, CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern int ChangeServiceConfigW(
        nint service, uint kind, uint start, uint errorControl, string? path, string? group, uint* tag, string? dependencies, string? account, string? password, string? shownName);

    [DllImport(Name, SetLastError = true)]
    public static extern int ChangeServiceConfig2W(nint service, uint level, void* information);

    [DllImport(Name)]
    public static extern int CloseServiceHandle(nint handle);
#pragma warning restore IDE1006, SA1300, SYSLIB1054
}
