using System;
using System.IO;
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
        var isWritten = TryWrite(Console.OpenStandardOutput, answer.Output.Length > 0 ? answer.Output + "\n" : "");
        if ((isWritten ? answer.Cause : "The answer could not be written to the standard output.") is { } cause)
        {
            TryWrite(Console.OpenStandardError, $"{EcrCredentialHelper.ProgramName}: {cause}\n");
            SystemLog.Error(EcrCredentialHelper.ProgramName, cause);
        }

        return isWritten ? answer.ExitCode : 1;
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
    private static bool TryWrite(Func<Stream> open, string text)
    {
        try
        {
            using var output = open();
            output.Write(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // A full disk behind it. A stack trace would follow, and a dump of the memory with the secret.
        }
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
