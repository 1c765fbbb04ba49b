using System;
using System.Runtime.CompilerServices;
using EcrBoot.Shell;

namespace EcrBoot.Integration;

/// <summary>
/// The module as it is shipped. It is imported before anything else, so that its loader answers for the library too: a test that uses the
/// library by itself runs the published one, and there is no second copy in this process.
/// </summary>
internal static class PublishedModule
{
    public static string Import => $"$ErrorActionPreference = 'Stop'; Import-Module '{HostedShell.Manifest}'";

    [ModuleInitializer]
    internal static void Load()
    {
        using var shell = new HostedShell();
        if (shell.Run(Import).Exception is { } error)
            throw new InvalidOperationException($"'{HostedShell.Manifest}' cannot be imported: {error.Message}", error);
    }
}
