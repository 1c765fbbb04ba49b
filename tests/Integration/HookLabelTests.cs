using System;
using System.IO;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>What a host with SELinux is asked for. Its kernel's folder and its restorecon are stand-ins, its /etc, /usr/local and /run the test's own.</summary>
public sealed class HookLabelTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void The_files_get_the_policys_labels_where_selinux_is()
    {
        var (shown, asked) = Install(selinux: true);
        Assert.Contains("Performing the operation \"Run\" on target \"restorecon ", shown, StringComparison.Ordinal);
        var line = Assert.Single(asked);
        foreach (var path in new[] { "/usr/local/lib/ecrboot/bin", "/usr/local/lib/ecrboot/bin/ecrboot", "/usr/local/lib/ecrboot/hook.conf", "/usr/local/lib/systemd/system-generators/ecrboot-generator", "/etc/ecrboot/environment", "/etc/systemd/system/ecrboot.service" })
            Assert.Contains(path, line.Split(' '));
    }

    [Fact]
    public void Nobody_is_asked_where_selinux_is_not()
    {
        var (shown, asked) = Install(selinux: false);
        Assert.DoesNotContain("restorecon", shown, StringComparison.Ordinal);
        Assert.Empty(asked);
    }

    public void Dispose() => _folder.Dispose();

    private (string Shown, string[] Asked) Install(bool selinux)
    {
        Part.RequireRoot();
        var script = _folder.Write("session.ps1", $"""
            $ErrorActionPreference = 'Stop'
            Import-Module '{HostedShell.Manifest}'
            Install-EcrBootHook -Method Systemd -WhatIf
            (Install-EcrBootHook -Method Systemd).State
            """);
        var asked = _folder.File("asked");
        _folder.Write("bin/restorecon", $"#!/bin/sh\necho \"$@\" >>'{asked}'\n");
        File.SetUnixFileMode(_folder.File("bin/restorecon"), (UnixFileMode)0b111_101_101);
        var prepare = _folder.Write("prepare.sh", $"""
            set -e
            work='{_folder.Folder("work")}'
            mount -t tmpfs tmpfs "$work"
            mkdir "$work/etc" "$work/local" "$work/etc-work" "$work/local-work"
            mount -t overlay overlay -o "lowerdir=/etc,upperdir=$work/etc,workdir=$work/etc-work" /etc
            mount -t overlay overlay -o "lowerdir=/usr/local,upperdir=$work/local,workdir=$work/local-work" /usr/local
            mount -t tmpfs tmpfs /run
            mount -t tmpfs tmpfs /sys/fs
            {(selinux ? "mkdir /sys/fs/selinux; echo 1 >/sys/fs/selinux/enforce" : "")}
            exec "$@"

            """);
        var unshare = new Tool("unshare", ("HOME", _folder.Folder("home")), ("DOTNET_NOLOGO", "1"), ("PATH", _folder.File("bin") + ":" + Tool.SystemPath));
        var run = unshare.Succeed(
            "-m", "--propagation", "private", "sh", prepare, Part.Require("dotnet"), Path.Combine(AppContext.BaseDirectory, "EcrBoot.Shell.dll"), script);
        Assert.Contains("Installed", run.Output, StringComparison.Ordinal);
        return (run.Output, File.Exists(asked) ? File.ReadAllLines(asked) : []);
    }
}
