using System;
using System.IO;
using System.Linq;
using EcrBoot.Sandbox;

namespace EcrBoot.Bench;

/// <summary>A boot's login to 100 registries of one region beside the login to one of them, where each answers in 20 ms: what is paid once and what for each.</summary>
internal static class ManyMeasure
{
    private const string One = "ecrboot login, 1 registry";
    private const string Many = "ecrboot login, 100 registries";

    /// <summary>How many there are.</summary>
    public const int Registries = 100;

    private const int Delay = 20;

    public static Table Run(BenchFolder folder, AwsSandbox sandbox, ProgramRunner programs, bool isTls, int runs)
    {
        var title = $"Many registries, each answers in {Delay} ms, ms over {(isTls ? "TLS" : "http")}";
        var program = folder.NativeProgram;
        if (!File.Exists(program))
        {
            var none = new Table(title, Series.Measure([], 0));
            none.Note("The published module has no native program.");
            return none;
        }

        var names = isTls
            ? Enumerable.Range(1, Registries).Select(number => $"{number:000000000000}{sandbox.RealRegistryHost[12..]}").ToArray()
            : [.. sandbox.RegistryHosts];
        var environment = isTls
            ? new[] { "HTTPS_PROXY=" + sandbox.ProxyEndpoint.AbsoluteUri.TrimEnd('/'), "SSL_CERT_FILE=" + sandbox.CaBundlePath, "SSL_CERT_DIR=" + folder.Roots(sandbox) }
            : [];
        var slow = sandbox.Faults.Add(new Fault { Kind = FaultKind.Slow, Target = FaultTarget.Registry, Delay = TimeSpan.FromMilliseconds(Delay) });
        var calls = sandbox.Requests.TokenCalls();
        var series = Series.Measure([Side.Whole(One, () => Login(names[..1])), Side.Whole(Many, () => Login(names))], runs);
        calls = sandbox.Requests.TokenCalls() - calls;
        sandbox.Faults.Remove(slow);
        var table = new Table(title, series);
        table.Add(One, (One, Side.Time));
        table.Add("  processor time", (One, Side.Processor));
        table.Add(Many, (Many, Side.Time), ("one", One, Side.Time), isTls ? null : new Goal(3, GoalKind.Ratio));
        table.Add("  processor time", (Many, Side.Processor));
        table.Add("  peak memory, MiB", (Many, Side.Memory));
        table.Note($"{2 * (runs + 1)} logins made {calls} calls for a token. The registries run on the same {Environment.ProcessorCount} cores.");
        return table;

        ProgramRun Login(string[] registries)
        {
            var endpoint = isTls ? $"https://api.ecr.{sandbox.Options.Region}.amazonaws.com/" : sandbox.Endpoint.AbsoluteUri;
            return programs.Measure("/usr/bin/env", [.. environment, program, "login", "--docker-config", folder.DockerConfig(), "--endpoint-url", endpoint, "--timeout", "30", "--registry", .. registries]);
        }
    }
}
