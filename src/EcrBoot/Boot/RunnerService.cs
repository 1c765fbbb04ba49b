namespace EcrBoot.Boot;

/// <summary>A runner's service of Windows, as the system's registry tells.</summary>
internal sealed class RunnerService
{
    /// <summary>sc.exe's word for a service that starts with the system, and for one that starts two minutes later.</summary>
    public const string Auto = "auto", DelayedAuto = "delayed-auto";

    private const uint AutoStart = 2, DemandStart = 3;

    /// <summary>Takes what is known.</summary>
    /// <param name="name">The service's name.</param>
    /// <param name="start">The number that says when it starts.</param>
    /// <param name="isDelayed">Whether it starts later.</param>
    /// <param name="account">The account it runs as; null for LocalSystem.</param>
    public RunnerService(string name, uint start, bool isDelayed, string? account)
    {
        Name = name;
        Start = start == AutoStart ? isDelayed ? DelayedAuto : Auto : null;
        IsManual = start == DemandStart;
        Account = account;
    }

    public string Name { get; }

    /// <summary>How it starts by itself, in sc.exe's word; null where it does not.</summary>
    public string? Start { get; }

    /// <summary>Whether somebody has to start it.</summary>
    public bool IsManual { get; }

    public string? Account { get; }
}
