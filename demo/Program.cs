using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using EcrBoot.Demo;
using EcrBoot.Sandbox;
using EcrBoot.Shell;

// The main job on the sandbox, as a person would type it. No AWS account, no Docker, no root; everything is in one temporary folder.
var watch = Stopwatch.StartNew();
var folder = Directory.CreateTempSubdirectory("ecrboot-demo-").FullName;
await using var sandbox = await AwsSandbox.StartAsync();
DemoHost.Prepare(sandbox, folder);

Console.WriteLine($"This is the EC2 instance {sandbox.Options.InstanceId} of account {sandbox.Options.AccountId} in {sandbox.Options.Region}, played by the sandbox.");
Directory.SetCurrentDirectory(HostedShell.Root);
using var shell = new HostedShell(Console.Out);
var prompt = new Prompt(shell);

prompt.Succeeds("Import-Module ./out/EcrBoot");
prompt.Succeeds("Connect-EcrRegistry");
prompt.Succeeds("Get-EcrLogin");

Console.WriteLine();
Console.WriteLine("A registry client pulls with the login just stored:");
var pull = await ManifestPull.RunAsync(sandbox, Path.Combine(folder, "docker", "config.json"));
Console.WriteLine(pull.Words);

Console.WriteLine();
Console.WriteLine("Now the role loses its permission:");
sandbox.Faults.Add(new Fault { Kind = FaultKind.AccessDenied });
prompt.Fails("Connect-EcrRegistry");
sandbox.Faults.Clear();

prompt.Succeeds($"Disconnect-EcrRegistry {sandbox.RealRegistryHost}");
prompt.Succeeds("Get-EcrLogin");
Directory.Delete(folder, recursive: true);

Console.WriteLine();
if (prompt.Surprises > 0 || !pull.Succeeded)
{
    Console.WriteLine("The demo did not go as it should.");
    return 1;
}

Console.WriteLine($"Demo finished in {watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
return 0;
