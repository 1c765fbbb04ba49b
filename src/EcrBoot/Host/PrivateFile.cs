using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;

namespace EcrBoot.Host;

/// <summary>
/// Makes files and folders on Windows that are private from their first moment: the <see cref="PrivateDescriptor"/> is given to the call that
/// makes them, so that there is no time in which others could open them.
/// </summary>
internal static class PrivateFile
{
    /// <summary>Makes a file and opens it for writing.</summary>
    /// <param name="path">A path where there is none.</param>
    /// <param name="user">Whose it becomes; null for this process's own user.</param>
    /// <exception cref="IOException">It cannot be made; why.</exception>
    public static FileStream Create(string path, OsUser? user) => With(PrivateDescriptor.OfFile, user, security =>
    {
        var handle = WindowsApi.CreateFileW(Long(path), WindowsApi.GenericWrite, 0, security, WindowsApi.CreateNew, WindowsApi.NormalFile, 0);
        if (!handle.IsInvalid)
            return new FileStream(handle, FileAccess.Write);
        var error = WindowsApi.LastError;
        handle.Dispose();
        throw Fault(error);
    });

    /// <summary>Makes a folder and those above it where they are missing.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="user">Whose they become; null for this process's own user.</param>
    /// <exception cref="IOException">It cannot be made; why.</exception>
    public static void MakeFolder(string path, OsUser? user)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            MakeFolder(parent, user);
        With(PrivateDescriptor.OfFolder, user, security =>
            WindowsApi.CreateDirectoryW(Long(path), security) || WindowsApi.LastError == WindowsApi.AlreadyExists ? true : throw Fault(WindowsApi.LastError));
    }

    private static T With<T>(Func<string, string> text, OsUser? user, Func<WindowsApi.SecurityAttributes, T> make)
    {
        var own = WindowsSid.Own();
        var owner = user?.Sid ?? own;

        // To make somebody else the owner takes a privilege that administrators have and that is off until it is asked for.
        if (owner != own)
            WindowsPrivilege.Enable("SeRestorePrivilege");
        if (!WindowsApi.ConvertStringSecurityDescriptorToSecurityDescriptorW(text(owner), 1, out var descriptor, out _))
            throw Fault(WindowsApi.LastError);
        try
        {
            return make(new WindowsApi.SecurityAttributes { Length = (uint)Marshal.SizeOf<WindowsApi.SecurityAttributes>(), Descriptor = descriptor });
        }
        finally
        {
            WindowsApi.LocalFree(descriptor);
        }
    }

    // As .NET does for its own calls: the limit of 260 characters does not hold for such a path.
    private static string Long(string path) => path.Length < 248 || path.StartsWith(@"\\", StringComparison.Ordinal) ? path : @"\\?\" + path;

    private static IOException Fault(int error) => new(new Win32Exception(error).Message, unchecked((int)0x80070000) | error);
}
