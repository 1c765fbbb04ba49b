using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>The native program that an x64 host makes for arm64 hosts, where it has gcc for them.</summary>
public sealed class NativeArm64Tests
{
    private const string Libraries = "/usr/aarch64-linux-gnu";
    private static readonly string s_program = Path.Combine(Path.GetDirectoryName(HostedShell.Manifest)!, "native", "linux-arm64", "ecrboot");

    [Fact]
    public async Task It_is_a_program_for_arm64()
    {
        var head = (await ReadAsync())[..20];
        Assert.Equal([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1], head[..6]); // 64 bits, little-endian
        Assert.Equal(183, BitConverter.ToUInt16(head, 18)); // EM_AARCH64
    }

    [Fact]
    public async Task It_runs_and_says_its_version()
    {
        await ReadAsync();
        var qemu = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(static folder => Path.Combine(folder, "qemu-aarch64-static")).FirstOrDefault(File.Exists);
        Assert.SkipUnless(qemu is not null && Directory.Exists(Libraries), "Needs qemu-aarch64-static (Debian: qemu-user-static) and arm64's C library in " + Libraries + ".");
        var start = new ProcessStartInfo(qemu, ["-L", Libraries, s_program, "version"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var (code, output, errors) = NativeHost.End(Process.Start(start)!);
        Assert.True(code == 0, errors);
        Assert.StartsWith("ecrboot ", output, StringComparison.Ordinal);
    }

    private static async Task<byte[]> ReadAsync()
    {
        Assert.SkipUnless(File.Exists(s_program), "The module was made without the native program for arm64: that needs Debian's gcc-aarch64-linux-gnu and libc6-dev-arm64-cross, or an arm64 host.");
        return await File.ReadAllBytesAsync(s_program, TestContext.Current.CancellationToken);
    }
}
