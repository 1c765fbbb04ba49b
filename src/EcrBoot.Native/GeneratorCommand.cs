using System;
using System.Threading.Tasks;
using EcrBoot.Boot;

namespace EcrBoot.Native;

/// <summary>The program as a systemd generator. Whatever happens, it never fails a boot.</summary>
internal static class GeneratorCommand
{
    /// <summary>Writes the drop-ins into the first of the three folders that systemd names.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args.Length > 0)
                RunnerUnitGenerator.Write(args[0]);
        }
#pragma warning disable CA1031 // An unforeseen error must not turn into a core dump before anything else has started.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // To the kernel's log: systemd gives a generator no other place.
            await Console.Error.WriteLineAsync($"{RunnerUnitGenerator.ProgramName}: {e.Message}").ConfigureAwait(false);
        }

        return ProgramCommands.Done;
    }
}
