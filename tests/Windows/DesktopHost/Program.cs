using System;
using System.IO;
using System.Net;
using System.Reflection;

namespace EcrBoot.DesktopHost;

/// <summary>
/// What Windows PowerShell and the cmdlets are to the library, in small, for .NET Framework or Mono: put into the module's folder, where the cmdlets lie,
/// it lets the loader attach its resolver, and has the library log in. DesktopHost DOCKER-FOLDER [--tls NUMBER] [--load FILE]...
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        try
        {
            for (var i = 1; i + 1 < args.Length; i += 2)
            {
                // What another module of the session may have done before.
                if (args[i] == "--tls")
                    ServicePointManager.SecurityProtocol = (SecurityProtocolType)int.Parse(args[i + 1]);
                else
                    Assembly.LoadFrom(args[i + 1]);
            }

            Attach(Path.GetDirectoryName(typeof(Program).Assembly.Location));
            var failures = Logins.Make(args[0]);
            Console.WriteLine("TLS " + (int)ServicePointManager.SecurityProtocol);
            return failures;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            return 3;
        }
    }

    // As ModuleAssemblyInitializer does on Windows PowerShell.
    private static void Attach(string module)
    {
        var desktop = Path.Combine(module, "lib", "desktop");
        var resolver = Assembly.LoadFrom(Path.Combine(module, "EcrBoot.Loader.dll")).GetType("EcrBoot.Loader.DesktopResolver", throwOnError: true);
        resolver.GetMethod("Attach").Invoke(null, new object[] { desktop });
    }
}
