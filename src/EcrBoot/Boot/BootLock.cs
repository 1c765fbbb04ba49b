using System;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The lock that is held while a boot's login runs.</summary>
internal static class BootLock
{
    /// <summary>Takes it if it is free.</summary>
    /// <param name="path">Its file.</param>
    /// <returns>The lock; null where another process holds it or it cannot be had.</returns>
    public static IDisposable? TryTake(string path) => HostEnvironment.IsWindows ? ShareLock.TryTake(path) : RecordLock.TryTake(path);

    /// <summary>Whether somebody holds it. It is not taken for that.</summary>
    /// <param name="path">Its file.</param>
    /// <returns>Null where this user may not know, as an ordinary user of Windows.</returns>
    /// <exception cref="EcrException">ConfigNotWritable: the file may not be read.</exception>
    public static bool? IsHeld(string path) => HostEnvironment.IsWindows ? ShareLock.IsHeld(path) : RecordLock.Holder(path) is not null;
}
