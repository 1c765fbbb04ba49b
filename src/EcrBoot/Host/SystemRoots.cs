#if NET
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
#endif

namespace EcrBoot.Host;

/// <summary>The authorities this system trusts.</summary>
internal static class SystemRoots
{
    /// <summary>
    /// Loads OpenSSL and reads them while keys are looked for and the connection is made, so that its handshake finds them: on Linux .NET keeps them for
    /// the process (OpenSslCachedSystemStoreProvider). Elsewhere the system has them at hand.
    /// </summary>
    public static void ReadAhead()
    {
#if NET
        // On a thread of its own: the pool's are needed for what goes on meanwhile. What fails here is said where the roots are needed.
        if (HostEnvironment.IsLinux)
            _ = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
#endif
    }

#if NET
    private static void Read()
    {
        using var roots = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        roots.Open(OpenFlags.ReadOnly);
        _ = roots.Certificates;
    }
#endif
}
