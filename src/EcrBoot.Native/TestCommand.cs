using System;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Native;

/// <summary><c>ecrboot test</c>: the verdict, for scripts and for who logs on to see.</summary>
internal static class TestCommand
{
    /// <summary>Judges and prints.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var read = TestArguments.Parse(args);
        if (read.WantsHelp)
            return await HelpText.PrintAsync(Console.Out).ConfigureAwait(false);
        if (read.Problem is { } problem)
            return await ProgramCommands.RefuseAsync(problem).ConfigureAwait(false);

        RegistryWish wish;
        try
        {
            wish = new RegistryWish(read.Registries);
        }
        catch (EcrException e)
        {
            return await ProgramCommands.RefuseAsync($"--registry: {e.Message.TrimEnd('.')}").ConfigureAwait(false);
        }

        var judge = new BootJudge(new BootPaths(log: read.Log), new HostEnvironment());
        var judgement = await BootJudge.FollowAsync(
            cancellation => judge.JudgeAsync(wish, cancellation), read.Waits ? read.Timeout : TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
        if (read.IsJson)
        {
            await Console.Out.WriteLineAsync(judgement.ToJson()).ConfigureAwait(false);
        }
        else
        {
            await Console.Out.WriteLineAsync(judgement.Summary).ConfigureAwait(false);
            foreach (var line in new[] { judgement.Remedy, judgement.Line })
            {
                if (line is { Length: > 0 })
                    await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
            }
        }

        return judgement.Verdict == BootVerdict.Succeeded ? ProgramCommands.Done : ProgramCommands.Failed;
    }
}
