using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.Engine.Native;

/// <summary>Which roots the program starts with. Its <c>/etc/ssl/certs</c> and <c>/usr/local/lib</c> are folders of the test's own.</summary>
public sealed class NativeTlsTests
{
    private const string Amazon = "Amazon_Root_CA_1.pem";
    private const string Other = "Amazon_Root_CA_2.pem";
    private const string Private = "private.pem";

    [Fact]
    public async Task It_reads_the_linked_roots_and_no_other_certificate()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "Needs strace.");
        await using var host = await StartAsync(authority: Amazon);
        Link(host, Amazon, Other);
        var trace = Path.Combine(host.Folder, "trace");
        var (code, output, errors) = NativeHost.End(Begin(host, $"strace -f -e trace=open,openat -o '{trace}'"));
        Assert.True(code == 0, output + errors);
        var opened = await File.ReadAllTextAsync(trace);
        Assert.Contains("/usr/local/lib/ecrboot/roots/" + Amazon, opened, StringComparison.Ordinal);
        Assert.DoesNotContain("decoy.pem", opened, StringComparison.Ordinal);
        Assert.DoesNotContain("ca-certificates.crt", opened, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_authority_that_only_the_systems_store_has_works()
    {
        await using var host = await StartAsync(authority: Private);
        Link(host, Other);
        var (code, output, errors) = NativeHost.End(Begin(host));
        Assert.True(code == 0, output + errors);
    }

    [Fact]
    public async Task A_root_the_system_has_given_up_since_is_not_trusted()
    {
        await using var host = await StartAsync(authority: Amazon);
        Link(host, Amazon, Other);
        File.Delete(Path.Combine(host.Folder, "certs", Amazon));
        var (code, _, errors) = NativeHost.End(Begin(host));
        Assert.Equal(1, code);
        Assert.Contains("TlsNotTrusted", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_that_it_starts_do_not_inherit_the_choice()
    {
        await using var host = await StartAsync(authority: Amazon);
        Link(host, Amazon);
        var seen = Path.Combine(host.Folder, "seen");
        var helper = Path.Combine(host.Folder, "docker-credential-test");
        await File.WriteAllTextAsync(helper, $"#!/bin/sh\ncat >/dev/null\nenv >'{seen}'\n");
        File.SetUnixFileMode(helper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Path.GetDirectoryName(host.Config)!);
        await File.WriteAllTextAsync(host.Config, """{"credsStore":"test"}""");
        host.Variables["PATH"] = host.Folder + ":/usr/bin:/bin";
        var (code, output, errors) = NativeHost.End(Begin(host));
        Assert.True(code == 0, output + errors);
        var variables = await File.ReadAllTextAsync(seen);
        Assert.Contains("PATH=", variables, StringComparison.Ordinal);
        Assert.DoesNotContain("SSL_CERT", variables, StringComparison.Ordinal);
    }

    // The sandbox's authority plays an authority of the system, under the name given; another one that signs nothing here stands beside it.
    private static async Task<NativeHost> StartAsync(string authority)
    {
        var host = await NativeHost.StartAsync();
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/unshare") && File.Exists("/etc/ssl/certs/" + Other), "Needs root, unshare, and Debian's certificates.");
        host.Variables["AWS_CA_BUNDLE"] = "";
        var certs = Directory.CreateDirectory(Path.Combine(host.Folder, "certs")).FullName;
        File.Copy(host.Sandbox.CaBundlePath, Path.Combine(certs, authority));
        foreach (var name in new[] { Other, "decoy.pem" })
            await File.WriteAllTextAsync(Path.Combine(certs, name), await File.ReadAllTextAsync("/etc/ssl/certs/" + Other));
        return host;
    }

    private static void Link(NativeHost host, params string[] names)
    {
        var roots = Directory.CreateDirectory(Path.Combine(host.Folder, "lib", "ecrboot", "roots")).FullName;
        foreach (var name in names)
            File.CreateSymbolicLink(Path.Combine(roots, name), "/etc/ssl/certs/" + name);
    }

    private static Process Begin(NativeHost host, string under = "") => host.BeginUnder(
        "unshare", "-m", "--propagation", "private", "sh", "-c",
        $"mount --bind '{host.Folder}/certs' /etc/ssl/certs && mount --bind '{host.Folder}/lib' /usr/local/lib && exec {under} \"$@\"", "sh",
        NativeHost.Program, "login", "--docker-config", Path.GetDirectoryName(host.Config)!, "--timeout", "3");
}
