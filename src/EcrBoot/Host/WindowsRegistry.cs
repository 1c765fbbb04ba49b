using System.Collections.Generic;
using System.Text;

namespace EcrBoot.Host;

/// <summary>The registry's HKEY_LOCAL_MACHINE, the 64-bit one. Windows only.</summary>
internal static unsafe class WindowsRegistry
{
    private const uint View = 0x100, Read = 0x20019 | View, Write = 0x20006 | View, Delete = 0x10000; // KEY_WOW64_64KEY and the rights
    private const uint Volatile = 1, String = 1, OfText = 0x2, View64 = 0x10000, OfNumber = 0x10; // RRF_RT_REG_SZ, _EXPAND_SZ, _DWORD
    private const int NoMore = 259, LongestName = 256, LongestText = 4096;
    private static readonly nint s_machine = WindowsApi.LocalMachine;

    /// <summary>The names of the keys in a key; none where it is missing or cannot be read.</summary>
    public static IReadOnlyList<string> SubKeys(string key)
    {
        var names = new List<string>();
        if (WindowsApi.RegOpenKeyExW(s_machine, key, 0, Read, out var handle) != 0)
            return names;
        var buffer = stackalloc char[LongestName];
        for (uint index = 0; ; index++)
        {
            uint length = LongestName;
            var error = WindowsApi.RegEnumKeyExW(handle, index, buffer, ref length, 0, 0, 0, 0);
            if (error == 0)
                names.Add(new string(buffer, 0, (int)length));
            else if (error == NoMore || index > 1 << 20)
                break;
        }

        _ = WindowsApi.RegCloseKey(handle);
        return names;
    }

    /// <summary>Whether there is a key.</summary>
    public static bool Exists(string key)
    {
        if (WindowsApi.RegOpenKeyExW(s_machine, key, 0, Read, out var handle) != 0)
            return false;
        _ = WindowsApi.RegCloseKey(handle);
        return true;
    }

    /// <summary>A text; null where there is none.</summary>
    public static string? Text(string key, string name)
    {
        var buffer = stackalloc char[LongestText];
        uint size = LongestText * sizeof(char);
        return Advapi32.RegGetValueW(s_machine, key, name, OfText | View64, null, buffer, &size) == 0 ? new string(buffer) : null;
    }

    /// <summary>A number; null where there is none.</summary>
    public static uint? Number(string key, string name)
    {
        uint value, size = sizeof(uint);
        return Advapi32.RegGetValueW(s_machine, key, name, OfNumber | View64, null, &value, &size) == 0 ? value : null;
    }

    /// <summary>Sets a text; makes the key where it is missing.</summary>
    /// <exception cref="EcrException">HookFault.</exception>
    public static void SetText(string key, string name, string value)
    {
        var handle = Make(key, options: 0);
        var bytes = Encoding.Unicode.GetBytes(value + "\0");
        int error;
        fixed (byte* at = bytes)
            error = Advapi32.RegSetValueExW(handle, name, 0, String, at, (uint)bytes.Length);
        _ = WindowsApi.RegCloseKey(handle);
        Require(error, key);
    }

    /// <summary>Makes a key that is gone when the system starts again.</summary>
    /// <exception cref="EcrException">HookFault.</exception>
    public static void MakeVolatile(string key)
    {
        // In a key that stays, whose making is not this one's business.
        if (key.LastIndexOf('\\') is > 0 and var end)
            _ = WindowsApi.RegCloseKey(Make(key.Substring(0, end), options: 0));
        _ = WindowsApi.RegCloseKey(Make(key, Volatile));
    }

    /// <summary>Removes a key and all in it; nothing where it is missing.</summary>
    /// <exception cref="EcrException">HookFault.</exception>
    public static void Remove(string key)
    {
        if (WindowsApi.RegOpenKeyExW(s_machine, key, 0, Read | Write | Delete, out var handle) is not 0 and var missing)
        {
            if (missing != Kernel32.NoFile)
                Require(missing, key);
            return;
        }

        var error = Advapi32.RegDeleteTreeW(handle, null);
        _ = WindowsApi.RegCloseKey(handle);
        if (error is 0 or Kernel32.NoFile)
            error = Advapi32.RegDeleteKeyExW(s_machine, key, View, 0);
        if (error != Kernel32.NoFile)
            Require(error, key);
    }

    private static nint Make(string key, uint options)
    {
        nint handle;
        Require(Advapi32.RegCreateKeyExW(s_machine, key, 0, null, options, Write, 0, &handle, null), key);
        return handle;
    }

    private static void Require(int error, string key)
    {
        if (error != 0)
            throw new EcrException(EcrErrorReason.HookFault, $@"'HKLM\{key}' cannot be written: {WindowsFile.Words(error)}.", "Correct that, and run the command again.");
    }
}
