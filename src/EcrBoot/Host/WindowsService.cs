using System.Runtime.InteropServices;

namespace EcrBoot.Host;

/// <summary>How a service of Windows starts. By the service manager's own calls: sc.exe answers in words of the system's language.</summary>
internal static unsafe class WindowsService
{
    /// <summary>Starts with the system, or when somebody starts it.</summary>
    public const uint Auto = 2, Demand = 3;

    private const uint Connect = 1, ChangeConfig = 2, Start = 0x10, NoChange = uint.MaxValue, DelayedAutoStart = 3;

    /// <summary>Asks whether this process may change a service, and changes nothing.</summary>
    /// <param name="service">The service's name.</param>
    /// <returns>The system's words for why not; null where it may.</returns>
    public static string? Refusal(string service) => With(service, static _ => true);

    /// <summary>Sets how a service starts.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="start"><see cref="Auto"/> or <see cref="Demand"/>.</param>
    /// <param name="isDelayed">Whether it starts some time after the others, by itself; null for as it is.</param>
    /// <exception cref="EcrException">HookFault.</exception>
    public static void Set(string service, uint start, bool? isDelayed)
    {
        var refusal = With(service, handle =>
        {
            if (Advapi32.ChangeServiceConfigW(handle, NoChange, start, NoChange, null, null, null, null, null, null, null) == 0)
                return false;
            var delayed = isDelayed == true ? 1 : 0;
            return isDelayed is null || Advapi32.ChangeServiceConfig2W(handle, DelayedAutoStart, &delayed) != 0;
        });
        if (refusal is not null)
            throw new EcrException(EcrErrorReason.HookFault, $"The service '{service}' cannot be changed: {refusal}.", "Correct that, and run the command again.");
    }

    private static string? With(string service, System.Func<nint, bool> work)
    {
        var manager = Advapi32.OpenSCManagerW(null, null, Connect);
        if (manager == 0)
            return WindowsFile.Words(Marshal.GetLastWin32Error());
        var handle = Advapi32.OpenServiceW(manager, service, ChangeConfig | Start);
        var refusal = handle != 0 && work(handle) ? null : WindowsFile.Words(Marshal.GetLastWin32Error());
        if (handle != 0)
            _ = Advapi32.CloseServiceHandle(handle);
        _ = Advapi32.CloseServiceHandle(manager);
        return refusal;
    }
}
