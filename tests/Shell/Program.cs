using System;
using System.IO;
using EcrBoot.Shell;

// A session in a process of its own: EcrBoot.Shell SCRIPT-FILE. It prints what a person would see, and exits with 1 after an error.
if (args.Length != 1)
{
    Console.Error.WriteLine("Usage: EcrBoot.Shell SCRIPT-FILE");
    return 2;
}

using var shell = new HostedShell(Console.Out);
return shell.Show(File.ReadAllText(args[0])) ? 0 : 1;
