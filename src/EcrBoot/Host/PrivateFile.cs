using System;
using System.IO;

namespace EcrBoot.Host;

/// <summary>
/// Makes files and folders on Windows that are private from their first moment: the <see cref="PrivateDescriptor"/> is given to the call that
/// makes them, so that there is no time in which others could open them.
/// </summary>
internal static unsafe class PrivateFile
{
    private const int LongestDescriptor = 65536;

    /// <summary>Makes a file and opens it for writing.</summary>
    /// <param name="path">A path where there is none.</param>
    /// <param name="user">Whose it becomes; null for this process's own user.</param>
    /// <exception cref="IOException">It cannot be made; why.</exception>
    public static FileStream Create(string path, OsUser? user) =>
        With(PrivateDescriptor.OfFile, user, descriptor => TryCreate(path, descriptor, out var error) ?? throw WindowsApi.Fault(error));

    /// <summary>Makes a file that will take another's place, with the access list of that one, and its owner where this process may give it to him.</summary>
    /// <param name="path">A path where there is none.</param>
    /// <param name="model">The file whose place it will take.</param>
    /// <exception cref="IOException">It cannot be made; why.</exception>
    public static FileStream CreateLike(string path, string model)
    {
        if (TryCreateLike(path, model, WindowsApi.OwnerPart | WindowsApi.AccessListPart, out var error) is { } whole)
            return whole;

        // An administrator who is not elevated may not make the group of administrators the owner again.
        return (error is WindowsApi.InvalidOwner or WindowsApi.PrivilegeNotHeld ? TryCreateLike(path, model, WindowsApi.AccessListPart, out error) : null)
            ?? throw WindowsApi.Fault(error);
    }

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
        With(PrivateDescriptor.OfFolder, user, descriptor =>
            WindowsApi.CreateDirectoryW(WindowsApi.Path(path), Attributes(descriptor)) || WindowsApi.LastError == WindowsApi.AlreadyExists ? true : throw WindowsApi.Fault(WindowsApi.LastError));
    }

    private static FileStream? TryCreateLike(string path, string model, uint parts, out int error)
    {
        var descriptor = new byte[LongestDescriptor];
        fixed (byte* at = descriptor)
        {
            if (WindowsApi.GetFileSecurityW(WindowsApi.Path(model), parts, at, LongestDescriptor, out _))
                return TryCreate(path, (nint)at, out error);
            error = WindowsApi.LastError;
            return null;
        }
    }

    private static FileStream? TryCreate(string path, nint descriptor, out int error)
    {
        var handle = WindowsApi.CreateFileW(WindowsApi.Path(path), WindowsApi.GenericWrite, 0, Attributes(descriptor), WindowsApi.CreateNew, WindowsApi.NormalFile, 0);
        error = handle.IsInvalid ? WindowsApi.LastError : 0;
        if (!handle.IsInvalid)
            return new FileStream(handle, FileAccess.Write);
        handle.Dispose();
        return null;
    }

    private static T With<T>(Func<string, string> text, OsUser? user, Func<nint, T> make)
    {
        var own = WindowsSid.Own();
        var owner = user?.Sid ?? own;

        // To make somebody else the owner takes a privilege that administrators have and that is off until it is asked for.
        if (owner != own)
            WindowsPrivilege.Enable("SeRestorePrivilege");
        using var descriptor = new SecurityDescriptor(text(owner));
        return make(descriptor.Pointer);
    }

    private static WindowsApi.SecurityAttributes Attributes(nint descriptor) =>
        new() { Length = (uint)sizeof(WindowsApi.SecurityAttributes), Descriptor = descriptor };
}
