using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Native;

/// <summary>What the program can do: the one table that the command line, the names it may run under and the help go by.</summary>
internal static class ProgramCommands
{
    /// <summary>The exit code of work that is done.</summary>
    public const int Done = 0;

    /// <summary>The exit code of work that failed; the cause was named.</summary>
    public const int Failed = 1;

    /// <summary>The exit code of a command line that is not understood.</summary>
    public const int BadUsage = 2;

    private static readonly ProgramCommand[] ByWord =
    [
        new("login", "log users in to registries", LoginCommand.RunAsync),
        new("test", "say whether this boot's login was made, and exit 0 only then", TestCommand.RunAsync),
        new("version", "print the version", VersionCommand.RunAsync),
    ];

    // The names under which the program is something else altogether.
    private static readonly ProgramCommand[] ByName =
    [
        new(RunnerUnitGenerator.ProgramName, "make the runners' units wait for the login", GeneratorCommand.RunAsync),
        new(EcrCredentialHelper.ProgramName, "give docker its logins to Amazon ECR", HelperCommand.RunAsync),
    ];

    /// <summary>All commands, in the order of the help.</summary>
    public static IReadOnlyList<ProgramCommand> All => ByWord;

    /// <summary>The command that the program is under the name it was started by, as busybox has it; null where it is itself.</summary>
    /// <param name="path">The program's name or path. On Windows it may end in .exe, and its case does not matter.</param>
    public static ProgramCommand? OfProgram(string path)
    {
        var name = Path.GetFileName(path);
        if (HostEnvironment.IsWindows && name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
            name = name[..^".exe".Length];
        var comparison = HostEnvironment.IsWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Array.Find(ByName, command => string.Equals(command.Name, name, comparison));
    }

    /// <summary>Runs the command that the first argument names.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var word = args.Length == 0 ? "" : args[0];
        if (word is "--help" or "-h" or "help")
            return await HelpText.PrintAsync(Console.Out).ConfigureAwait(false);
        if (word is "--version")
            word = "version";
        if (Array.Find(ByWord, command => command.Name == word) is { } command)
            return await command.RunAsync(args[1..]).ConfigureAwait(false);

        var names = ByWord.Select(static one => one.Name);
        return await RefuseAsync(word.Length == 0
            ? $"say what to do: {string.Join(", ", names)}"
            : $"'{word}' is no command of this program{Guess(word, names)}").ConfigureAwait(false);
    }

    /// <summary>Says what is wrong with the command line.</summary>
    public static async Task<int> RefuseAsync(string problem)
    {
        await Console.Error.WriteLineAsync($"ecrboot: {problem}{(problem.EndsWith('?') ? "" : ".")} See ecrboot --help.").ConfigureAwait(false);
        return BadUsage;
    }

    /// <summary>The end of a sentence about a word that is not known.</summary>
    public static string Guess(string word, IEnumerable<string> known) => SimilarName.Of(word, known) is { } near ? $"; did you mean '{near}'?" : "";
}
