using System;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace EcrBoot.Host;

/// <summary>
/// Runs work with another user's rights to files, so that a link planted in that user's home gains and leaks nothing: the kernel judges
/// every path as if that user had opened it.
/// </summary>
/// <remarks>
/// The rights belong to one thread, which ends with the work. Its calls to Linux are the raw ones: glibc's setgroups changes every thread
/// of the process. Leaving user 0 also takes root's file capabilities from the thread (credentials(7), capabilities(7)), which is checked.
/// </remarks>
public static unsafe class UserThread
{
    private const nint Unchanged = -1;

    /// <summary>Runs the work and gives its result, or its exception as it was thrown.</summary>
    /// <param name="user">The user; null, or the user this process already acts as, runs it on the calling thread with its own rights.</param>
    /// <param name="work">Synchronous work on files. It must start no thread, task or process, which would inherit the rights.</param>
    /// <exception cref="EcrException">UserNotPermitted: this process is not root, or the kernel did not grant the change.</exception>
    public static T Run<T>(OsUser? user, Func<T> work)
    {
        if (user is null || user.IsOwn)
            return work();

        // Windows lends nobody's rights without the password. An administrator's do, and ForeignProfile sees to the links.
        if (user.Sid is not null && HostEnvironment.IsWindows)
            return work();
        if (!HostEnvironment.IsLinux || LibC.geteuid() != 0)
            throw Refused(user, "only root may");

        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Become(user);
                result = work();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        {
            IsBackground = true,
            Name = "EcrBoot as " + user.Name,
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>The number of the user with whose rights this thread reaches files. For Linux only.</summary>
    internal static uint FileUser => (uint)Call(Number(x64: 122, arm64: 151), Unchanged);

    private static void Become(OsUser user)
    {
        var groups = user.Groups.ToArray();
        fixed (uint* at = groups)
        {
            if (Call(Number(x64: 116, arm64: 159), groups.Length, (nint)at) != 0)
                throw Refused(user, "setgroups failed: " + LibC.Words(LibC.LastError));
        }

        // setfsgid and setfsuid answer with the old value whether they worked or not; asking for -1, which is nobody, tells the present one.
        nint setGroup = Number(x64: 123, arm64: 152), setUser = Number(x64: 122, arm64: 151);
        Call(setGroup, (nint)user.Gid);
        Call(setUser, (nint)user.Uid);
        if ((uint)Call(setGroup, Unchanged) != user.Gid || (uint)Call(setUser, Unchanged) != user.Uid || !HasGroups(groups))
            throw Refused(user, "the kernel did not grant it");

        // The securebit NO_SETUID_FIXUP would leave root's rights to every file in place.
        if (HasFileCapabilities())
            throw Refused(user, "root's capabilities stayed");
    }

    private static bool HasGroups(uint[] expected)
    {
        var count = (int)Call(Number(x64: 115, arm64: 158), 0, 0);
        var actual = new uint[Math.Max(count, 1)];
        fixed (uint* at = actual)
            count = (int)Call(Number(x64: 115, arm64: 158), actual.Length, (nint)at);
        return count >= 0 && actual.Take(count).OrderBy(static id => id).SequenceEqual(expected.OrderBy(static id => id));
    }

    private static bool HasFileCapabilities()
    {
        // CAP_CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER are bits 0 to 3 of the first effective word (capget(2), version 3).
        var header = stackalloc uint[] { 0x20080522, 0 };
        var data = stackalloc uint[6];
        return Call(Number(x64: 125, arm64: 90), (nint)header, (nint)data) != 0 || (data[0] & 0xF) != 0;
    }

    private static nint Call(nint number, nint first, nint second = 0) => LibC.syscall(number, first, second, 0, 0, 0);

    private static nint Number(int x64, int arm64) => LibC.IsArm64 ? arm64 : x64;

    private static EcrException Refused(OsUser user, string why) => new(
        EcrErrorReason.UserNotPermitted,
        $"Acting as user '{user.Name}' is not possible: {why}.",
        $"Run the command as root with all of root's capabilities, or as '{user.Name}' itself.");
}
