using System;
using System.Threading.Tasks;

namespace EcrBoot.Native;

/// <summary>The native program: the library's boot login for hosts on which nothing else has started yet.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            return await (ProgramCommands.OfProgram(Environment.GetCommandLineArgs()[0]) is { } command ? command.RunAsync(args) : ProgramCommands.RunAsync(args)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Unhandled, its words would be printed, and they may hold a secret; so its kind alone is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"ecrboot: it failed with {e.GetType().Name}, which is a mistake in this program. Please report it.").ConfigureAwait(false);
            return ProgramCommands.Failed;
        }
    }
}
