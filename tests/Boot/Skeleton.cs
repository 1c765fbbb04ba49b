using System;
using System.Diagnostics;
using System.IO;

namespace EcrBoot.BootTests;

/// <summary>The root that every guest starts from: this host's users and links, nothing of its services. Its /usr lies over the host's when it boots.</summary>
internal static class Skeleton
{
    private const string Script = """
        d=$1
        mkdir -p $d/{usr/bin,usr/sbin,etc/systemd/system,var/log,run,tmp,proc,sys,dev,root,opt,home}; chmod 1777 $d/tmp; chmod 0700 $d/root
        for l in bin sbin lib lib32 lib64 libx32; do if [ -L /$l ]; then ln -s "$(readlink /$l)" $d/$l; fi; done
        for f in passwd group shadow gshadow nsswitch.conf ld.so.cache pam.d security login.defs alternatives os-release ssl dbus-1; do
            if [ -e /etc/$f ]; then cp -a /etc/$f $d/etc/; fi
        done
        grep -q ^runner: $d/etc/passwd || echo 'runner:x:4321:4321::/home/runner:/bin/sh' >>$d/etc/passwd
        grep -q ^runner: $d/etc/group || echo 'runner:x:4321:' >>$d/etc/group
        mkdir -p $d/home/runner; chown 4321:4321 $d/home/runner
        sed -i 's/^runner:.*/runner:x:4321:4321::\/home\/runner:\/bin\/sh/' $d/etc/passwd; sed -i 's/^runner:.*/runner:x:4321:/' $d/etc/group
        cp /bin/sh $d/usr/bin/sh; ln -s /lib/systemd/systemd $d/usr/sbin/init
        : >$d/etc/fstab; echo boottest >$d/etc/hostname; tr -d - </proc/sys/kernel/random/uuid >$d/etc/machine-id
        echo '127.0.0.1 localhost' >$d/etc/hosts
        mkdir -p $d/etc/systemd/journald.conf.d; printf '[Journal]\nStorage=volatile\n' >$d/etc/systemd/journald.conf.d/test.conf
        for u in apt-daily.timer apt-daily-upgrade.timer systemd-networkd-wait-online.service docker.service docker.socket containerd.service docker-registry.service e2scrub_reap.service; do
            ln -s /dev/null $d/etc/systemd/system/$u
        done
        # A host that is itself a cloud instance has a cloud-init that would find nothing here.
        mkdir -p $d/etc/systemd/system-generators; ln -s /dev/null $d/etc/systemd/system-generators/cloud-init-generator
        ln -s /usr/lib/systemd/system/multi-user.target $d/etc/systemd/system/default.target
        """;

    /// <summary>Why no guest can boot here; null where one can.</summary>
    public static string? CannotBoot()
    {
        using var process = Process.Start("unshare", ["-m", "-p", "-f", "--propagation", "private", "true"]);
        process.WaitForExit();
        return process.ExitCode == 0 ? null : "Real boots need namespaces, which this host does not allow.";
    }

    /// <summary>Makes a root.</summary>
    public static void Copy(string root)
    {
        using var process = Process.Start("bash", ["-euc", Script, "_", root]);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException("The skeleton could not be made.");
    }
}
