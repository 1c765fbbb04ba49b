using System;
using System.Linq;

namespace EcrBoot.Bench;

/// <summary>A program that is measured has failed, so there is no figure for it.</summary>
internal sealed class SideFailedException(ProgramRun run)
    : Exception($"exit code {run.ExitCode}: {(run.Errors + "\n" + run.Output).Split('\n').Select(static line => line.Trim()).FirstOrDefault(static line => line.Length > 0)}");
