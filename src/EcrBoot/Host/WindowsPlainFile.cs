using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace EcrBoot.Host;

/// <summary><see cref="PlainFile"/> on Windows: in folders that only administrators and SYSTEM may write.</summary>
internal static class WindowsPlainFile
{
    // How long somebody who reads a file may keep it from being replaced.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public static void MakeFolder(string folder)
    {
        ProtectedFolder.Make(folder);
        if (ProtectedFolder.Doubt(folder) is { } doubt)
            throw PlainFile.Fault(folder, "used: " + doubt);
    }

    public static void Replace(string path, byte[] content)
    {
        // One name for all: what a killed writer left is written over.
        var temporary = path + ".new";
        Remove(temporary);
        using (var handle = WindowsFile.Open(temporary, Kernel32.GenericWrite, Kernel32.ShareNothing, Kernel32.CreateNew))
        {
            if (handle.IsInvalid)
                throw PlainFile.Fault(path, "written: " + WindowsFile.Words(Marshal.GetLastWin32Error()));
            Try(path, "written", () =>
            {
                using var stream = new FileStream(handle, FileAccess.Write);
                stream.Write(content, 0, content.Length);
                stream.Flush(flushToDisk: true);
            });
        }

        Move(temporary, path);
    }

    public static AppendedFile OpenForAppend(string path)
    {
        var handle = WindowsFile.Open(path, Kernel32.GenericWrite, Kernel32.ShareAll, Kernel32.OpenAlways);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastWin32Error();
            throw PlainFile.Fault(path, "written: " + (Directory.Exists(path) ? "it is not a regular file" : WindowsFile.Words(error)));
        }

        if (!WindowsFile.IsPlain(handle))
        {
            handle.Dispose();
            throw PlainFile.Fault(path, KindOf(path) == PlainFileKind.Link ? "written: it is a symbolic link" : "written: it is not a regular file");
        }

        var stream = new FileStream(handle, FileAccess.Write, bufferSize: 1);
        return new AppendedFile(
            content => Try(path, "written", () =>
            {
                stream.Seek(0, SeekOrigin.End);
                stream.Write(content, 0, content.Length);
                stream.Flush();
            }),
            stream.Dispose);
    }

    public static PlainFileKind KindOf(string path)
    {
        try
        {
            var attributes = File.GetAttributes(path);
            return (attributes & FileAttributes.ReparsePoint) == FileAttributes.ReparsePoint ? PlainFileKind.Link
                : (attributes & FileAttributes.Directory) == FileAttributes.Directory ? PlainFileKind.Other : PlainFileKind.Regular;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return PlainFileKind.None;
        }
    }

    public static void Remove(string path) => Try(path, "removed", () =>
    {
        // Both remove a link itself.
        if (Directory.Exists(path) && KindOf(path) == PlainFileKind.Link)
            Directory.Delete(path);
        else if (KindOf(path) != PlainFileKind.None)
            File.Delete(path);
    });

    public static void Move(string from, string to)
    {
        if (KindOf(from) == PlainFileKind.None)
            return;
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (KindOf(to) == PlainFileKind.Link)
                    Remove(to);
                if (KindOf(to) == PlainFileKind.None)
                    File.Move(from, to);
                else
                    File.Replace(from, to, destinationBackupFileName: null, ignoreMetadataErrors: true);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && clock.Elapsed < s_patience)
            {
                Thread.Sleep(s_pause);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw PlainFile.Fault(to, "written: " + e.Message.TrimEnd('.'));
            }
        }
    }

    private static void Try(string path, string action, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PlainFile.Fault(path, $"{action}: {e.Message.TrimEnd('.')}");
        }
    }
}
