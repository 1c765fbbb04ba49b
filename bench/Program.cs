using System;
using System.IO;
using System.Linq;
using EcrBoot.Bench;
using EcrBoot.Sandbox;

// The comparison with the peers: dotnet run -c Release --project bench [-- --runs N --only import,token,process,native,native-tls,many,many-tls,boot,helper]
var options = BenchOptions.Parse(args);
if (options.Problem is { } problem)
{
    Console.Error.WriteLine($"{problem} Usage: [--runs N] [--only {string.Join(',', BenchOptions.Measures)}]");
    return 2;
}

await using var sandbox = await AwsSandbox.StartAsync(new SandboxOptions { LoopbackRegistries = ManyMeasure.Registries });
using var folder = new BenchFolder();
var programs = new ProgramRunner(CleanEnvironment.Variables(sandbox, folder), folder.Path);
var clients = new Clients(programs);
clients.Print(Console.Out);
Console.WriteLine($"Medians of {options.Runs} runs after one that is not counted, all sides in turn within each run; every side with the same static keys against one local AWS.");

var hosts = SessionHost.All(clients, programs, folder);
var registry = new SandboxRegistry(sandbox.Endpoint.AbsoluteUri, sandbox.Options.Region, sandbox.RegistryHost);
foreach (var table in options.Only.Select(Measure))
    table.Print(Console.Out);
return 0;

Table Measure(string name) => name switch
{
    "import" => ImportMeasure.Run(hosts, folder, options.Runs),
    "token" => TokenMeasure.Run(hosts, folder, registry, clients, programs, sandbox.UserKeys, options.Runs),
    "boot" => BootMeasure.Run(options.Runs),
    "native" or "native-tls" => NativeMeasure.Run(folder, sandbox, clients, programs, name == "native-tls", options.Runs),
    "helper" => HelperMeasure.Run(folder, sandbox, clients, programs, registry, options.Runs),
    "many" or "many-tls" => ManyMeasure.Run(folder, sandbox, programs, name == "many-tls", options.Runs),
    _ => ProcessMeasure.Run(hosts, folder, registry, clients, programs, sandbox.UserKeys, options.Runs),
};
