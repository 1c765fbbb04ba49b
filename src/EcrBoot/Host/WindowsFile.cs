using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EcrBoot.Host;

/// <summary>Opens and makes files of Windows so that no link is followed, with the security they are to have from their first moment.</summary>
internal static unsafe class WindowsFile
{
    /// <summary>Opens a file. A reparse point in its place is opened itself, so that nothing it names is ever read or written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="access">GENERIC_READ, GENERIC_WRITE or both.</param>
    /// <param name="share">What others may do meanwhile.</param>
    /// <param name="disposition">Whether it is to be there.</param>
    /// <param name="security">The security of a new file; null for its folder's.</param>
    /// <returns>The handle, which is invalid where it failed: <see cref="Marshal.GetLastWin32Error"/> says why.</returns>
    public static SafeFileHandle Open(string path, uint access, uint share, uint disposition, SecurityDescriptor? security = null)
    {
        var attributes = new WindowsApi.SecurityAttributes { Length = (uint)sizeof(WindowsApi.SecurityAttributes), Descriptor = security?.Pointer ?? 0 };
        return WindowsApi.CreateFileW(path, access, share, attributes, disposition, Kernel32.NotThroughLinks, 0);
    }

    /// <summary>Makes one folder.</summary>
    /// <returns>0, or the system's error.</returns>
    public static int MakeFolder(string path, SecurityDescriptor security)
    {
        var attributes = new WindowsApi.SecurityAttributes { Length = (uint)sizeof(WindowsApi.SecurityAttributes), Descriptor = security.Pointer };
        return WindowsApi.CreateDirectoryW(path, attributes) ? 0 : Marshal.GetLastWin32Error();
    }

    /// <summary>Whether an open file is a plain one: neither a folder nor a reparse point.</summary>
    public static bool IsPlain(SafeFileHandle handle)
    {
        Kernel32.FileInformation information;
        return Kernel32.GetFileInformationByHandle(handle, &information) != 0 && (information.Attributes & (Kernel32.Folder | Kernel32.ReparsePoint)) == 0;
    }

    /// <summary>The system's words for an error, without the dot at their end.</summary>
    public static string Words(int error) => new Win32Exception(error).Message.TrimEnd('.', ' ', '\r', '\n');
}
