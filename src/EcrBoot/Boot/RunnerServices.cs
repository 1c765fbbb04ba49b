using System;
using System.Collections.Generic;
using System.Linq;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>Finds the services of job runners on Windows.</summary>
internal static class RunnerServices
{
    /// <summary>The names that GitHub's own installation gives: actions.runner.OWNER-REPO.NAME.</summary>
    public const string DefaultPattern = "actions.runner.*";

    private const string Key = @"SYSTEM\CurrentControlSet\Services";

    /// <summary>The services whose names fit, by name.</summary>
    /// <param name="patterns">Patterns with <c>*</c> and <c>?</c>; capitals do not count, as for Windows.</param>
    public static IReadOnlyList<RunnerService> Find(IReadOnlyList<string> patterns) => WindowsRegistry.SubKeys(Key)
        .Where(name => patterns.Any(pattern => Fits(name, pattern)) && WindowsRegistry.Number($@"{Key}\{name}", "Start") is not null)
        .OrderBy(static name => name, StringComparer.OrdinalIgnoreCase)
        .Select(static name => new RunnerService(
            name,
            WindowsRegistry.Number($@"{Key}\{name}", "Start") ?? 0,
            IsDelayed(name),
            WindowsRegistry.Text($@"{Key}\{name}", "ObjectName"))).ToList();

    /// <summary>Sets how a service starts.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="start">One of the words of <see cref="RunnerService"/>.</param>
    /// <exception cref="EcrException">HookFault.</exception>
    public static void SetStart(string service, string start)
    {
        // Whether it is delayed stays with a service that somebody has to start.
        var isDelayed = start == RunnerService.DelayedAuto;
        var differs = start != RunnerService.Manual && isDelayed != IsDelayed(service);
        WindowsService.Set(service, start == RunnerService.Manual ? WindowsService.Demand : WindowsService.Auto, differs ? isDelayed : null);
    }

    /// <summary>The accounts that the services run as, each once.</summary>
    public static IReadOnlyList<string> Users(IReadOnlyList<string> patterns) =>
        Find(patterns).Select(static service => AccountOf(service.Account)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();

    /// <summary>An account as services name it, as people do: one of this host without its dot, a service account by its usual name.</summary>
    internal static string AccountOf(string? account) =>
        account is null ? "SYSTEM" : ServiceAccount.Named(account)?.Name ?? (account.StartsWith(@".\", StringComparison.Ordinal) ? account.Substring(2) : account);

    private static bool IsDelayed(string service) => WindowsRegistry.Number($@"{Key}\{service}", "DelayedAutostart") is > 0;

    /// <summary>Whether a name fits a pattern.</summary>
    internal static bool Fits(string name, string pattern) => UnitPattern.Matches(name.ToUpperInvariant(), pattern.ToUpperInvariant());
}
