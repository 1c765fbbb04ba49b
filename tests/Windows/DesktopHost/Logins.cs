using System;
using System.Linq;
using System.Threading;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Login;

namespace EcrBoot.DesktopHost;

/// <summary>The library's own types, in a class apart: they are looked for when its methods are compiled.</summary>
internal static class Logins
{
    /// <summary>Logs in to the caller's own registry, as Connect-EcrRegistry does, and says what came of it.</summary>
    /// <returns>How many logins failed.</returns>
    public static int Make(string dockerFolder)
    {
        var host = new HostEnvironment();
        var request = new LoginRequest { Locations = new[] { DockerConfigLocation.Resolve(dockerFolder, user: null, host) }, Timeout = TimeSpan.FromSeconds(30) };
        var results = new LoginRun(host, static warning => Console.WriteLine("Warning " + warning)).RunAsync(request, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var result in results)
            Console.WriteLine(result.Error is { } error ? $"Failed {error.Reason}: {error.Message}" : $"Login Succeeded {result.Registry} {result.Store}");
        return results.Count(static result => result.Error is not null);
    }
}
