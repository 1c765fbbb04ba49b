using System.IO;
using System.Linq;
using System.Reflection;

namespace EcrBoot.WindowsTests.Desktop;

/// <summary>Where the build has put what the tests look at.</summary>
internal static class TestParts
{
    /// <summary>The published module.</summary>
    public static string Module => Path.GetDirectoryName(EngineSession.Manifest)!;

    /// <summary>The program for .NET Framework that has the module's library log in.</summary>
    public static string DesktopHost => Metadata(nameof(DesktopHost));

    /// <summary>The reference assemblies of .NET Framework 4.7.2.</summary>
    public static string NetFramework => Metadata(nameof(NetFramework));

    /// <summary>The package of the AWS SDK that another module may have.</summary>
    public static string OtherSdk => Metadata(nameof(OtherSdk));

    private static string Metadata(string key) =>
        typeof(TestParts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
