namespace EcrBoot.WindowsTests;

/// <summary>What a program said, and how it ended, which with wine's own programs means little.</summary>
public sealed record WineResult(int ExitCode, string Output, string Errors);
