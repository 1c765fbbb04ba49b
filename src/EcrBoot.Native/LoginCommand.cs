using System;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Host;

namespace EcrBoot.Native;

/// <summary><c>ecrboot login</c>.</summary>
internal static class LoginCommand
{
    /// <summary>Logs in.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var read = LoginArguments.Parse(args);
        if (read.WantsHelp)
            return await HelpText.PrintAsync(Console.Out).ConfigureAwait(false);
        if (read.Problem is { } problem)
            return await ProgramCommands.RefuseAsync(problem).ConfigureAwait(false);

        // Root's own login is nobody's wish unless it is said.
        if (read.Options is { Users.Count: 0, DockerConfig: null } && OsUser.Current is { Uid: 0 })
            read.Options.Users = [BootLoginOptions.AutoUser];

        var host = new HostEnvironment();
        TrustedRoots.Use(host);
        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        var report = await new BootLogin(read.Options, host, Say).RunAsync(stop.Token).ConfigureAwait(false);
        return report.Verdict == BootReport.Succeeded ? ProgramCommands.Done : ProgramCommands.Failed;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static void Say(string line)
    {
        var isBad = line.StartsWith("Failed ", StringComparison.Ordinal) || line.StartsWith("Verdict Failed ", StringComparison.Ordinal);
        (isBad ? Console.Error : Console.Out).WriteLine(line);
    }
}
