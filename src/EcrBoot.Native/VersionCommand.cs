using System;
using System.Threading.Tasks;

namespace EcrBoot.Native;

/// <summary><c>ecrboot version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The version, which is the module's.</summary>
    public static string Text => typeof(VersionCommand).Assembly.GetName().Version!.ToString(3);

    /// <summary>Prints it.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length > 0)
            return await ProgramCommands.RefuseAsync($"version takes no '{args[0]}'").ConfigureAwait(false);
        await Console.Out.WriteLineAsync("ecrboot " + Text).ConfigureAwait(false);
        return ProgramCommands.Done;
    }
}
