using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace EcrBoot.EngineHost;

/// <summary>What a job runner's service is to Windows: it says that it runs, and writes down when it was started.</summary>
internal static unsafe class RunnerStandIn
{
    private const uint OwnProcess = 0x10, Stopped = 1, Running = 4, AcceptStop = 1, Stop = 1;
    private static readonly ManualResetEventSlim s_stop = new();
    private static string s_file = "";
    private static nint s_handle;

    /// <summary>Runs as a service until it is stopped.</summary>
    /// <param name="file">Where each start is written down, one line each.</param>
    public static int Run(string file)
    {
        s_file = file;
        fixed (char* name = "runner")
        {
            var table = stackalloc Entry[2];
            table[0] = new Entry { Name = name, Main = &Begin };
            return StartServiceCtrlDispatcherW(table) != 0 ? 0 : Marshal.GetLastWin32Error();
        }
    }

    [UnmanagedCallersOnly]
    private static void Begin(uint count, nint arguments)
    {
        fixed (char* name = "runner")
            s_handle = RegisterServiceCtrlHandlerW(name, &Handle);
        Tell(Running);
        File.AppendAllText(s_file, DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture) + "\n");
        s_stop.Wait();
        Tell(Stopped);
    }

    [UnmanagedCallersOnly]
    private static void Handle(uint control)
    {
        if (control == Stop)
            s_stop.Set();
    }

    private static void Tell(uint state)
    {
        var status = new Status { Type = OwnProcess, State = state, Accepts = AcceptStop };
        _ = SetServiceStatus(s_handle, &status);
    }

#pragma warning disable SYSLIB1054 // The names are the system's.
    [DllImport("advapi32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int StartServiceCtrlDispatcherW(Entry* table);

    [DllImport("advapi32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint RegisterServiceCtrlHandlerW(char* name, delegate* unmanaged<uint, void> handler);

    [DllImport("advapi32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetServiceStatus(nint handle, Status* status);
#pragma warning restore SYSLIB1054

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public char* Name;
        public delegate* unmanaged<uint, nint, void> Main;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Status
    {
        public uint Type, State, Accepts, ExitCode, OwnExitCode, CheckPoint, WaitHint;
    }
}
