using System;
using System.Threading.Tasks;

namespace EcrBoot.Native;

/// <summary>Something the program can do.</summary>
/// <param name="Name">What it is called on the command line, or as a program.</param>
/// <param name="Summary">What it does, for <c>--help</c>.</param>
/// <param name="RunAsync">Does it with the arguments behind its name, and gives the exit code.</param>
internal sealed record ProgramCommand(string Name, string Summary, Func<string[], Task<int>> RunAsync);
