using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;

namespace EcrBoot.Native;

/// <summary>The program as docker's credential helper: the answer to the standard output, the cause to the standard error and the system's log.</summary>
internal static class HelperCommand
{
    /// <summary>Does the action that the first argument names.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var action = args.Length == 1 ? args[0] : "";
        if (action is "--help" or "-h")
            return await HelpText.PrintAsync(Console.Out).ConfigureAwait(false);

        EnvironmentFile.Apply();
        var host = new HostEnvironment();
        TrustedRoots.Use(host);
        var answer = await AnswerAsync(new EcrCredentialHelper(host), action).ConfigureAwait(false);
        if (answer.Output.Length > 0)
            Write(answer.Output + "\n");

        if (answer.Cause is { } cause)
        {
            await Console.Error.WriteLineAsync($"{EcrCredentialHelper.ProgramName}: {cause}").ConfigureAwait(false);
            SystemLog.Error(EcrCredentialHelper.ProgramName, cause);
        }

        return answer.ExitCode;
    }

    private static async Task<HelperAnswer> AnswerAsync(EcrCredentialHelper helper, string action)
    {
        try
        {
            // docker gives every action an input, "unused" to list; a person gives version none.
            var input = action is "get" or "store" or "erase" ? Input() : [];
            return await helper.RunAsync(action, input, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // docker shows whatever is written here: never a stack trace, which may hold anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return EcrCredentialHelper.Unforeseen(e);
        }
    }

    // Not asynchronously, and past the console: either would start threads, which take longer than all the rest.
    private static void Write(string text)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(text));
    }

    // One letter more than is read shows that there is more.
    private static byte[] Input()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[EcrCredentialHelper.LongestInput + 1];
        var filled = 0;
        while (filled < buffer.Length && input.Read(buffer, filled, buffer.Length - filled) is > 0 and var got)
            filled += got;
        return buffer[..filled];
    }
}
