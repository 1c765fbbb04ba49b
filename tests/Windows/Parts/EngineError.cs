namespace EcrBoot.WindowsTests;

/// <summary>An error record that a script wrote, or that ended it.</summary>
public sealed record EngineError(string Id, string Category, string Message, string Detail);
