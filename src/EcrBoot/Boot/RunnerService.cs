namespace EcrBoot.Boot;

/// <summary>A runner's service of Windows, as the system's registry tells.</summary>
internal sealed class RunnerService
{
    /// <summary>sc.exe's words for a service that starts with the system, that starts two minutes later, and that somebody has to start.</summary>
    public const string Auto = "auto", DelayedAuto = "delayed-auto", Manual = "demand";

    /// <summary>Takes what is known.</summary>
    /// <param name="name">The service's name.</param>
    /// <param name="start">The number that says when it starts.</param>
    /// <param name="isDelayed">Whether it starts later.</param>
    /// <param name="account">The account it runs as; null for LocalSystem.</param>
    public RunnerService(string name, uint start, bool isDelayed, string? account)
    {
        Name = name;
        Start = start == Host.WindowsService.Auto ? isDelayed ? DelayedAuto : Auto : null;
        IsManual = start == Host.WindowsService.Demand;
        Account = account;
    }

    public string Name { get; }

    /// <summary>How it starts by itself, in sc.exe's word; null where it does not.</summary>
    public string? Start { get; }

    /// <summary>Whether somebody has to start it.</summary>
    public bool IsManual { get; }

    public string? Account { get; }
}
