using System;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace EcrBoot.Sandbox;

internal static class Program
{
    private const int BadUsage = 2;

    private static async Task<int> Main(string[] args)
    {
        CommandLine command = CommandLine.Parse(args);
        if (command.Error is { } error)
        {
            await Console.Error.WriteLineAsync($"{error} See --help.");
            return BadUsage;
        }

        if (command.Help)
        {
            Announcement.Help(Console.Out);
            return 0;
        }

        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            await using AwsSandbox sandbox = await AwsSandbox.StartAsync(command.Options);
            if (command.Watch)
                sandbox.Requests.Watcher = Console.WriteLine;
            Announcement.Ready(Console.Out, sandbox);
            await ended.Task;
        }
        catch (Exception e) when (e.GetBaseException() is SocketException)
        {
            await Console.Error.WriteLineAsync($"The sandbox could not start: {e.Message}");
            return 1;
        }

        Console.WriteLine("The sandbox has ended.");
        return 0;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.TrySetResult();
        }
    }
}
