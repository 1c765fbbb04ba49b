using System;
using System.Runtime.InteropServices;

namespace EcrBoot.Host;

/// <summary>A security descriptor of Windows, made from its text (SDDL).</summary>
internal sealed unsafe class SecurityDescriptor : IDisposable
{
    /// <summary>Of folders and what is made in them: administrators and SYSTEM write, all users read. Nothing is inherited from above.</summary>
    public const string ReadableFolder = "O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)";

    /// <summary>Of a file that only administrators and SYSTEM may open.</summary>
    public const string ClosedFile = "D:P(A;;FA;;;SY)(A;;FA;;;BA)";

    /// <summary>Makes one.</summary>
    /// <param name="text">Its text.</param>
    public SecurityDescriptor(string text)
    {
        if (!WindowsApi.ConvertStringSecurityDescriptorToSecurityDescriptorW(text, 1, out var pointer, out _))
            throw new ArgumentException(WindowsFile.Words(Marshal.GetLastWin32Error()), nameof(text));
        Pointer = pointer;
    }

    /// <summary>Where it lies.</summary>
    public nint Pointer { get; private set; }

    /// <summary>The text of a file's or folder's owner and access list; null where it cannot be read.</summary>
    public static string? TextOf(string path)
    {
        nint descriptor, text;
        if (Advapi32.GetNamedSecurityInfoW(path, Advapi32.FileObject, Advapi32.OwnerAndAccess, null, null, null, null, &descriptor) != 0)
            return null;
        var done = Advapi32.ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, 1, Advapi32.OwnerAndAccess, &text, null) != 0;
        _ = WindowsApi.LocalFree(descriptor);
        if (!done)
            return null;
        var read = Marshal.PtrToStringUni(text);
        _ = WindowsApi.LocalFree(text);
        return read;
    }

    public void Dispose()
    {
        if (Pointer != 0)
            _ = WindowsApi.LocalFree(Pointer);
        Pointer = 0;
    }
}
