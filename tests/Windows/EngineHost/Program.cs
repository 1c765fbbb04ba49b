using System;
using System.IO;
using EcrBoot.EngineHost;
using EcrBoot.Shell;

// The real PowerShell engine as a program for Windows: EngineHost SCRIPT-FILE RESULT-FILE. It runs the script and writes down all that came of it, as JSON.
// Under the name docker-credential-wincred it answers as that program does; with other words it is a runner's service, or what runs a command line.
if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!).StartsWith("docker-credential-", StringComparison.OrdinalIgnoreCase))
    return WincredStandIn.Answer(args);
switch (args)
{
    case ["runner", var file]:
        return RunnerStandIn.Run(file);
    case ["command", var program, var line]:
        return CommandLine.Run(program, File.ReadAllText(line));
}

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: EngineHost SCRIPT-FILE RESULT-FILE");
    return 2;
}

using var shell = new HostedShell();
var result = shell.Run(File.ReadAllText(args[0]));

// In one step, so that whoever waits for the file reads all of it.
File.WriteAllText(args[1] + ".part", ResultJson.Of(result));
File.Move(args[1] + ".part", args[1]);
return result.ErrorIds.Count == 0 ? 0 : 1;
