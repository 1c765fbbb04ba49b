namespace EcrBoot.Boot;

/// <summary>An installed unit of a job runner.</summary>
internal sealed class RunnerUnit
{
    public RunnerUnit(string name, UnitFile service)
    {
        Name = name;
        Service = service;
    }

    /// <summary>The unit's name.</summary>
    public string Name { get; }

    /// <summary>Its <c>[Service]</c> section, drop-ins included.</summary>
    public UnitFile Service { get; }

    /// <summary>The user it runs as; null where only systemd can tell (<c>User=%i</c>).</summary>
    public string? User => Service.Last("User") is not { } user ? "root" : user.IndexOf('%') < 0 ? user : null;
}
