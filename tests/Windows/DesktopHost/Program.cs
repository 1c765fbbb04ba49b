using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace EcrBoot.DesktopHost;

/// <summary>
/// What Windows PowerShell is to the module, in small, for .NET Framework or Mono: it lets the module's loader attach its resolver, and has the library
/// from lib/desktop log in. DesktopHost MODULE DOCKER-FOLDER [--tls NUMBER] [--load FILE]...
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        try
        {
            var module = Path.GetFullPath(args[0]);
            for (var i = 2; i + 1 < args.Length; i += 2)
            {
                // What another module of the session may have done before.
                if (args[i] == "--tls")
                    ServicePointManager.SecurityProtocol = (SecurityProtocolType)int.Parse(args[i + 1]);
                else
                    Assembly.LoadFrom(args[i + 1]);
            }

            Attach(module);
            var failures = Logins.Make(args[1]);
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

        // The cmdlets lie in the module and so get the library by the resolver; this program does not.
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
            request.RequestingAssembly == typeof(Program).Assembly && new AssemblyName(request.Name).Name == "EcrBoot" ? Assembly.LoadFrom(Path.Combine(desktop, "EcrBoot.dll")) : null;
    }
}
