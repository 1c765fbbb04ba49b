namespace EcrBoot.Bench;

/// <summary>One program that ended.</summary>
/// <param name="Milliseconds">From its start to its end.</param>
/// <param name="PeakKilobytes">The most memory its largest process had resident; null where nothing here can tell.</param>
/// <param name="ProcessorMilliseconds">The processor time of all its processes, to 10 ms: steadier than the clock on a busy machine; null likewise.</param>
/// <param name="ExitCode">0 is success.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ProgramRun(double Milliseconds, double? PeakKilobytes, double? ProcessorMilliseconds, int ExitCode, string Output, string Errors);
