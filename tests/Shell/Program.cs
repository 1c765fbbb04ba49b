using System;
using System.IO;
using System.Linq;
using EcrBoot.Shell;

// A session in a process of its own: EcrBoot.Shell SCRIPT-FILE [ARGUMENTS]. It prints what a person would see, and exits as the script did, or with 1 after an error.
if (args.Length == 0)
{
    Console.Error.WriteLine("Usage: EcrBoot.Shell SCRIPT-FILE [ARGUMENTS]");
    return 2;
}

using var shell = new HostedShell(Console.Out);
var words = args[1..].Prepend(Path.GetFullPath(args[0])).Select(static word => $"'{word.Replace("'", "''", StringComparison.Ordinal)}'");
return shell.Show($"& {string.Join(' ', words)}; if ($LASTEXITCODE) {{ exit $LASTEXITCODE }}") ? Environment.ExitCode : 1;
