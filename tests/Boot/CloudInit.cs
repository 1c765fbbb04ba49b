using System;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>
/// The real cloud-init, from Debian's package, in one guest. Its packages lie downloaded in artifacts/cloud-init, where .ci/run puts them, and are
/// unpacked into the guest alone: installed on this machine it would wake at this machine's next boot.
/// </summary>
internal static class CloudInit
{
    private const string Unpack = "mkdir -p \"$1/usr/lib\"; for deb in \"$2\"/*.deb; do dpkg-deb --fsys-tarfile \"$deb\" | tar -x --keep-directory-symlink -C \"$1\"; done";

    private static string Packages => Path.Combine(HostedShell.Root, "artifacts", "cloud-init");

    /// <summary>Why it cannot be had here; null where it can.</summary>
    public static void SkipWithout()
    {
        const string missing = "The real cloud-init is not in artifacts/cloud-init: .ci/run downloads it.";
        if (Directory.Exists(Packages) && Directory.GetFiles(Packages, "cloud-init_*.deb").Length > 0)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(missing);
        Assert.Skip(missing);
    }

    /// <summary>Puts it into a guest whose instance data lies in the image.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="userData">What the instance was started with.</param>
    public static async Task AddAsync(Guest guest, string userData)
    {
        Assert.Equal(0, await Programs.RunAsync("bash", ["-euc", "set -o pipefail; " + Unpack, "_", guest.Root, Packages]));
        File.Delete(Path.Combine(guest.Root, "etc/systemd/system-generators/cloud-init-generator"));
        foreach (var unit in new[] { "cloud-init-local", "cloud-init", "cloud-init-main", "cloud-init-network", "cloud-config", "cloud-final" })
        {
            if (File.Exists(Path.Combine(guest.Root, $"usr/lib/systemd/system/{unit}.service")))
                guest.Link($"etc/systemd/system/cloud-init.target.wants/{unit}.service", $"/lib/systemd/system/{unit}.service");
        }

        // Of the modules those that bring users and scripts; the others look for hardware, keys and package servers.
        guest.Write("etc/cloud/cloud.cfg.d/99_test.cfg", """
            datasource_list: [ NoCloud ]
            network: { config: disabled }
            users: []
            cloud_init_modules: [ bootcmd, write-files, users-groups ]
            cloud_config_modules: [ runcmd ]
            cloud_final_modules: [ scripts-per-once, scripts-per-boot, scripts-per-instance, scripts-user, final-message ]
            """);
        guest.Write("var/lib/cloud/seed/nocloud-net/meta-data", "instance-id: i-0123456789abcdef0");
        guest.Write("var/lib/cloud/seed/nocloud-net/user-data", userData);
    }

    /// <summary>Gives the last stage the unit text of RHEL and Amazon Linux: not after multi-user.target, and wanted by it.</summary>
    public static void UseRedHatText(Guest guest) => guest.AddService("cloud-final", """
        [Unit]
        Description=Execute cloud user/final scripts
        After=network-online.target cloud-config.service rc-local.service
        Wants=network-online.target cloud-config.service
        [Service]
        Type=oneshot
        ExecStart=/usr/bin/cloud-init modules --mode=final
        RemainAfterExit=yes
        TimeoutSec=0
        KillMode=process
        StandardOutput=journal+console
        [Install]
        WantedBy=multi-user.target
        """);
}
