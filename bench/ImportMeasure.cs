using System.Collections.Generic;
using System.Linq;

namespace EcrBoot.Bench;

/// <summary>What importing the module costs more than importing a module of one empty function, in a new session each time.</summary>
internal static class ImportMeasure
{
    public static Table Run(IReadOnlyList<SessionHost> hosts, BenchFolder folder, int runs)
    {
        var sides = hosts.SelectMany(host => new[]
        {
            new Side(Trivial(host), host.Session(Script(folder.TrivialModule))),
            new Side(Ours(host), host.Session(Script(folder.Module))),
        }).ToList();
        var table = new Table("Import-Module, ms", Series.Measure(sides, runs));
        foreach (var host in hosts)
        {
            table.Add(Trivial(host), (Trivial(host), "import"));
            table.Add(Ours(host), (Ours(host), "import"), ("trivial", Trivial(host), "import"), new Goal(host.IsReal ? 15 : 60, GoalKind.Difference));
        }

        if (!hosts.Any(static host => host.IsReal))
            table.Note("There is no pwsh on PATH, so the import was measured in the hosted engine alone.");
        return table;
    }

    private static string Script(string module) => $"""
        $ErrorActionPreference = 'Stop'
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $null = $watch.Elapsed.TotalMilliseconds
        $watch.Restart()
        Import-Module '{module}'
        $import = $watch.Elapsed.TotalMilliseconds
        {SessionHost.Tell("import", "$import")}
        """;

    private static string Trivial(SessionHost host) => $"{host.Name}: a trivial script module";

    private static string Ours(SessionHost host) => $"{host.Name}: EcrBoot";
}
