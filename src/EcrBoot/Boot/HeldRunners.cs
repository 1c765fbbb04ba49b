using System;
using System.Collections.Generic;
using System.Linq;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>
/// The runners' services that the hook starts in place of the system, with how they started before: in the registry, where the task that starts them can
/// read it with the system's own programs, and where no cleaning of folders reaches.
/// </summary>
internal static class HeldRunners
{
    /// <summary>The key, as reg.exe names it; a key in it for each service.</summary>
    public const string Key = @"HKLM\" + Held;

    /// <summary>The key that is there from the end of a boot's login to the next start of the system, as reg.exe names it.</summary>
    public const string EndedKey = @"HKLM\" + Ended;

    private const string Own = @"SOFTWARE\EcrBoot", Held = Own + @"\HeldRunners", Ended = Own + @"\LoginEnded", Start = "Start";

    /// <summary>The services and how they started.</summary>
    public static IReadOnlyDictionary<string, string> Read() => WindowsRegistry.SubKeys(Held)
        .ToDictionary(static name => name, static name => WindowsRegistry.Text($@"{Held}\{name}", Start) ?? RunnerService.Auto, StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes down a service.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="start">How it started.</param>
    /// <exception cref="EcrException">HookFault.</exception>
    public static void Add(string service, string start) => WindowsRegistry.SetText($@"{Held}\{service}", Start, start);

    /// <summary>Removes all that is written down.</summary>
    /// <exception cref="EcrException">HookFault.</exception>
    public static void Clear() => WindowsRegistry.Remove(Own);

    /// <summary>Whether anything is written down.</summary>
    public static bool IsAny => WindowsRegistry.Exists(Own);

    /// <summary>Tells the task that waits that this boot's login has ended.</summary>
    /// <exception cref="EcrException">HookFault.</exception>
    public static void TellEnd() => WindowsRegistry.MakeVolatile(Ended);
}
