using System.Collections.Generic;
using System.Linq;
using EcrBoot.Sandbox;

namespace EcrBoot.Bench;

/// <summary>The whole of a login, from the start of a program to its end, beside what people use today.</summary>
internal static class ProcessMeasure
{
    private const string Today = "aws ecr get-login-password | docker login";
    private const string Aws = "aws ecr get-login-password alone";
    private const string Docker = "aws | docker";
    private const string Curl = "curl: the token request alone";
    private const string Start = "pwsh -NoProfile -c exit";

    public static Table Run(IReadOnlyList<SessionHost> hosts, BenchFolder folder, SandboxRegistry registry, Clients clients, ProgramRunner programs, AwsKeys keys, int runs)
    {
        var sides = new List<Side>();
        if (clients is { Aws: { } aws, Docker: { } docker } && programs.Find("sh") is { } sh)
        {
            sides.Add(Side.Whole(Today, () => programs.Measure(sh, ["-c", $"'{aws}' ecr get-login-password | '{docker}' --config '{folder.DockerConfig()}' login --username AWS --password-stdin {registry.Host}"])));
            sides.Add(Side.Whole(Aws, () => programs.Measure(aws, ["ecr", "get-login-password"])));
        }

        foreach (var host in hosts)
            sides.Add(Side.Whole(Ours(host), () => Login(host, folder, registry, programs)));
        if (clients.Pwsh is { } pwsh)
            sides.Add(Side.Whole(Start, () => programs.Measure(pwsh, ["-NoProfile", "-c", "exit"])));
        if (clients.Curl is { } curl)
            sides.Add(Side.Whole(Curl, () => CurlRequest.Run(programs, curl, registry, keys)));

        var series = Series.Measure(sides, runs);
        var table = new Table("Whole process, ms over http", series);
        Add(Today, isCompared: false, goal: null);
        foreach (var host in hosts)
            Add(Ours(host), isCompared: true, host.IsReal ? new Goal(0.8, GoalKind.Ratio) : null);
        foreach (var name in new[] { Aws, Start, Curl })
            Add(name, isCompared: true, goal: null);

        if (clients.Aws is null || clients.Docker is null)
            table.Note("aws-cli and docker are not both on PATH, so there is nothing to compare with.");
        if (clients.Pwsh is null)
            table.Note("There is no pwsh on PATH, so the hosted engine stands in for it; it starts more slowly than a real one.");
        return table;

        void Add(string name, bool isCompared, Goal? goal)
        {
            table.Add(name, (name, Side.Time), isCompared ? (Docker, Today, Side.Time) : null, goal);
            table.Add("  processor time", (name, Side.Processor), isCompared ? (Docker, Today, Side.Processor) : null);
            table.Add("  peak memory, MiB", (name, Side.Memory), isCompared ? (Docker, Today, Side.Memory) : null);
        }
    }

    private static string Ours(SessionHost host) => $"{host.Name}: Import-Module; Connect-EcrRegistry";

    private static ProgramRun Login(SessionHost host, BenchFolder folder, SandboxRegistry registry, ProgramRunner programs)
    {
        var script = $"Import-Module '{folder.Module}'; Connect-EcrRegistry -EndpointUrl '{registry.Endpoint}' -DockerConfig '{folder.DockerConfig()}'";
        return programs.Measure(host.Program, host.IsReal ? ["-NoProfile", "-c", script] : [.. host.Arguments, folder.Script(script)]);
    }
}
