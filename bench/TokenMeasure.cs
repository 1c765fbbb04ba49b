using System.Collections.Generic;
using System.Linq;
using EcrBoot.Sandbox;

namespace EcrBoot.Bench;

/// <summary>The first token and the first login of a session that has imported the module, with and without code compiled ahead.</summary>
internal static class TokenMeasure
{
    private const string Curl = "curl: the same token request";

    public static Table Run(IReadOnlyList<SessionHost> hosts, BenchFolder folder, SandboxRegistry registry, Clients clients, ProgramRunner programs, AwsKeys keys, int runs)
    {
        var sides = new List<Side>();
        if (clients.Curl is { } curl)
            sides.Add(Side.Whole(Curl, () => CurlRequest.Run(programs, curl, registry, keys)));
        foreach (var host in hosts)
        {
            sides.Add(new Side(Token(host, ahead: true), host.Session(TokenScript(folder.Module, registry))));
            sides.Add(new Side(Token(host, ahead: false), host.Session(TokenScript(folder.ModuleNotCompiledAhead, registry))));
            sides.Add(new Side(Login(host, ahead: true), host.Session(LoginScript(folder.Module, registry, folder))));
            sides.Add(new Side(Login(host, ahead: false), host.Session(LoginScript(folder.ModuleNotCompiledAhead, registry, folder))));
        }

        var table = new Table("In a session after the import, ms over http", Series.Measure(sides, runs));
        table.Add(Curl, (Curl, Side.Time));
        foreach (var host in hosts)
        {
            Add(table, "token call, first", "first", Token(host, ahead: true), Token(host, ahead: false), new Goal(130, GoalKind.Absolute));
            Add(table, "token call, second", "second", Token(host, ahead: true), Token(host, ahead: false), goal: null);
            Add(table, "Connect-EcrRegistry, first", "first", Login(host, ahead: true), Login(host, ahead: false), new Goal(200, GoalKind.Absolute));
            Add(table, "Connect-EcrRegistry, second", "second", Login(host, ahead: true), Login(host, ahead: false), new Goal(15, GoalKind.Absolute));

            void Add(Table rows, string what, string figure, string ahead, string jit, Goal? goal)
            {
                rows.Add($"{host.Name}: {what}", (ahead, figure), ("curl", Curl, Side.Time), goal);
                if (figure == "second")
                    return;
                rows.Add("  without ReadyToRun", (jit, figure), ("with", ahead, figure));
                rows.Add("  methods compiled at run time", (ahead, figure + "-methods"));
                rows.Add("  without ReadyToRun", (jit, figure + "-methods"), ("with", ahead, figure + "-methods"));
            }
        }

        if (!folder.HasCodeCompiledAhead)
            table.Note("The published module has no code compiled ahead for this platform.");
        return table;
    }

    private static string Token(SessionHost host, bool ahead) => $"{host.Name}: token call{(ahead ? "" : " without ReadyToRun")}";

    private static string Login(SessionHost host, bool ahead) => $"{host.Name}: Connect-EcrRegistry{(ahead ? "" : " without ReadyToRun")}";

    private static string TokenScript(string module, SandboxRegistry registry) => $"""
        $ErrorActionPreference = 'Stop'
        Import-Module '{module}'
        $call = [System.Reflection.Assembly]::LoadFrom('{typeof(TokenCall).Assembly.Location}').GetType('EcrBoot.Bench.TokenCall').GetMethod('Time')
        [Console]::Out.WriteLine($call.Invoke($null, @('{registry.Endpoint}', '{registry.Region}')))
        """;

    private static string LoginScript(string module, SandboxRegistry registry, BenchFolder folder)
    {
        var turns = new[] { "first", "second" }.Select(turn => $"""
            $methods = [System.Runtime.JitInfo]::GetCompiledMethodCount($false)
            $watch.Restart()
            $null = Connect-EcrRegistry -EndpointUrl '{registry.Endpoint}' -DockerConfig '{folder.DockerConfig()}'
            $time = $watch.Elapsed.TotalMilliseconds
            $methods = [System.Runtime.JitInfo]::GetCompiledMethodCount($false) - $methods
            {SessionHost.Tell(turn, "$time")}
            {SessionHost.Tell(turn + "-methods", "$methods")}
            """);
        return $"""
            $ErrorActionPreference = 'Stop'
            Import-Module '{module}'
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $null = $watch.Elapsed.TotalMilliseconds
            $null = [System.Runtime.JitInfo]::GetCompiledMethodCount($false)
            {string.Join('\n', turns)}
            """;
    }
}
