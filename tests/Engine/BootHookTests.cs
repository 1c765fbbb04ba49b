using System;
using System.IO;
using System.Linq;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>Install-, Get- and Uninstall-EcrBootHook on an image's root.</summary>
public sealed class BootHookTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ecrboot-image-").FullName;
    private readonly HostedShell _shell = new();

    public BootHookTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Boot hooks are installed by root, on Linux.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Path.GetDirectoryName(HostedShell.Manifest)!, "native")), "The module was built without the native program.");
        foreach (var folder in new[] { "etc/systemd/system", "usr/bin", "usr/sbin", "home/runner/.docker", "opt/runner" })
            Directory.CreateDirectory(Path.Combine(_root, folder));
        File.CreateSymbolicLink(Path.Combine(_root, "bin"), "usr/bin");
        File.CreateSymbolicLink(Path.Combine(_root, "sbin"), "usr/sbin");
        File.CreateSymbolicLink(Path.Combine(_root, "usr/sbin/init"), "/lib/systemd/systemd");
        File.Copy("/bin/sh", Path.Combine(_root, "usr/bin/sh"));
        Write("etc/passwd", "root:x:0:0::/root:/bin/sh\nrunner:x:4321:4321::/home/runner:/bin/sh\n");
        _shell.Run($"Import-Module '{HostedShell.Manifest}'; $root = '{_root}'");
    }

    [Fact]
    public void It_installs_shows_and_removes()
    {
        var hook = _shell.Run("Install-EcrBootHook -Root $root");
        Assert.Empty(hook.ErrorIds);
        Assert.Equal("Installed", Assert.Single(hook.Property("State"))!.ToString());
        Assert.Equal(["Systemd"], hook.Property("Method"));
        Assert.False(Directory.Exists(Path.Combine(_root, "usr/local/lib/ecrboot/module")), "The native program needs no module.");
        Assert.Equal("Installed", Assert.Single(_shell.Run("Get-EcrBootHook -Root $root").Property("State"))!.ToString());
        Assert.Equal("NotInstalled", Assert.Single(_shell.Run("Uninstall-EcrBootHook -Root $root").Property("State"))!.ToString());
        Assert.Equal("NotInstalled", Assert.Single(_shell.Run("Uninstall-EcrBootHook -Root $root").Property("State"))!.ToString());
    }

    [Fact]
    public void WhatIf_names_every_file_and_writes_none()
    {
        var before = Files();
        Assert.Empty(_shell.Run("Install-EcrBootHook -Root $root -RefreshIntervalSec 3600 -WhatIf").Output);
        Assert.Equal(before, Files());
        using var screen = new StringWriter();
        using var shell = new HostedShell(screen);
        shell.Show($"Import-Module '{HostedShell.Manifest}'; Install-EcrBootHook -Root '{_root}' -RefreshIntervalSec 3600 -WhatIf");
        _shell.Run("Install-EcrBootHook -Root $root -RefreshIntervalSec 3600");
        Assert.All(Files().Except(before), file => Assert.Contains(file, screen.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_to_a_root_that_the_system_has_given_up_goes_with_the_next_installation()
    {
        Write("etc/ssl/certs/Amazon_Root_CA_1.pem", "pem");
        Write("etc/ssl/certs/Amazon_Root_CA_2.pem", "pem");
        _shell.Run("Install-EcrBootHook -Root $root");
        var links = Path.Combine(_root, "usr/local/lib/ecrboot/roots");
        Assert.Equal(["Amazon_Root_CA_1.pem", "Amazon_Root_CA_2.pem"], Directory.GetFileSystemEntries(links).Select(static link => Path.GetFileName(link)).Order(StringComparer.Ordinal));

        File.Delete(Path.Combine(_root, "etc/ssl/certs/Amazon_Root_CA_2.pem"));
        Assert.Empty(_shell.Run("Install-EcrBootHook -Root $root").ErrorIds);
        Assert.Equal(["Amazon_Root_CA_1.pem"], Directory.GetFileSystemEntries(links).Select(static link => Path.GetFileName(link)));
        Assert.Equal("Installed", Assert.Single(_shell.Run("Get-EcrBootHook -Root $root").Property("State"))!.ToString());

        _shell.Run("Uninstall-EcrBootHook -Root $root");
        Assert.False(Directory.Exists(links));
    }

    [Fact]
    public void Nothing_of_the_building_host_is_in_it()
    {
        _shell.Run("Install-EcrBootHook -Root $root -User runner");
        foreach (var file in Files().Where(static file => !file.EndsWith("/ecrboot", StringComparison.Ordinal) && !file.EndsWith("/sh", StringComparison.Ordinal)).Where(static file => File.Exists(file) && new FileInfo(file).LinkTarget is null))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain(_root, text, StringComparison.Ordinal);
            Assert.DoesNotContain(HostedShell.Root, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-Root $root -Registry example.com", "NotAnEcrRegistry")]
    [InlineData("-Root $root -Registry 12345", "AccountIdTooShort")]
    [InlineData("-Root $root/etc", "BadArgument")]
    [InlineData("-Root $root -RunnerUnit *", "BadArgument")]
    [InlineData("-Root $root -LogPath onboot", "BadArgument")]
    [InlineData("-Root $root -LogPath /etc/onboot", "BadArgument")]
    [InlineData("-Root $root -RefreshIntervalSec 1800", "BadArgument")]
    [InlineData("-Root $root -RefreshIntervalSec 18000", "BadArgument")]
    [InlineData("-Root $root -JitterSec 120", "BadArgument")]
    [InlineData("-Root $root -User 'a b'", "BadArgument")]
    [InlineData("-Root $root -Method RcLocal -RefreshIntervalSec 3600", "BadArgument")]
    [InlineData("-Root $root -Runtime PowerShell", "ProgramMissing")]
    [InlineData("-Root $root -Method ScheduledTask", "BadArgument")]
    [InlineData("-Root $root -HoldRunner", "BadArgument")]
    [InlineData("-Root $root -Before runnerinit", "BadArgument")]
    [InlineData("-Root $root -TimeoutSec 0", "ParameterArgumentValidationError")]
    public void Bad_input_is_refused_and_nothing_changed(string parameters, string errorId)
    {
        var before = Files();
        Assert.Equal([errorId], _shell.Run("Install-EcrBootHook " + parameters).ErrorIds);
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("-Method ScheduledTask", "A scheduled task starts the login on Windows only, and this is Linux. Leave out -Method, or give Systemd or RcLocal.")]
    [InlineData("-HoldRunner", "-HoldRunner is for Windows; on Linux the units of -RunnerUnit wait for the login. Leave it out.")]
    [InlineData("-Before runnerinit", "-Before is for Windows; on Linux the units of -RunnerUnit wait for the login. Leave it out.")]
    public void What_is_for_Windows_is_refused_in_a_clear_sentence(string parameters, string message) =>
        Assert.Equal(message, Assert.Single(_shell.Run("Install-EcrBootHook -Root $root " + parameters).Errors).ToString());

    [Theory]
    [InlineData("etc/systemd/system/ecrboot.service", "[Service]", "Systemd")]
    [InlineData("usr/lib/systemd/system/ecrboot.service", "[Service]", "Systemd")]
    [InlineData("usr/local/lib/ecrboot/bin/ecrboot", "#!/bin/sh", "Systemd")]
    [InlineData("etc/rc.local", "#!/usr/bin/python3", "RcLocal")]
    [InlineData("etc/rc.local/file", "", "RcLocal")]
    public void What_somebody_else_put_there_is_left_alone(string path, string text, string method)
    {
        Write(path, text);
        var before = Files();
        Assert.Equal(["HookConflict"], _shell.Run($"Install-EcrBootHook -Root $root -Method {method}").ErrorIds);
        Assert.Equal(before, Files());
        Assert.Equal(text, File.ReadAllText(Path.Combine(_root, path)));
    }

    [Theory]
    [InlineData("-User runer", "Did you mean 'runner'?", null, null)]
    [InlineData("", "still logs in to ECR by itself", "etc/rc.local", "#!/bin/sh\naws ecr get-login-password | docker login --username AWS --password-stdin 1.dkr.ecr.eu-west-1.amazonaws.com")]
    [InlineData("", "still logs in to ECR by itself", "etc/cron.d/login", "@reboot root aws ecr get-login-password | docker login")]
    [InlineData("", "ProtectHome=yes", "etc/systemd/system/actions.runner.a.service", "[Service]\nUser=root\nProtectHome=yes")]
    [InlineData("", "DOCKER_CONFIG", "etc/systemd/system/actions.runner.a.service", "[Service]\nUser=root\nEnvironment=DOCKER_CONFIG=/x")]
    [InlineData("-User runner", "podman", "home/runner/.config/containers/auth.json", "{ \"auths\": { \"1.dkr.ecr.eu-west-1.amazonaws.com\": {} } }")]
    [InlineData("-User runner", "does not belong to 'runner'", "home/runner/.docker/config.json", "{}")]
    public void What_would_defeat_the_login_is_warned_of(string parameters, string warning, string? path, string? text)
    {
        if (path is null || !path.Contains(".docker", StringComparison.Ordinal))
            Directory.Delete(Path.Combine(_root, "home/runner/.docker"), recursive: true);
        if (path is not null)
            Write(path, text!);
        Assert.Contains(warning, Assert.Single(_shell.Run($"Install-EcrBootHook -Root $root {parameters}").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_runners_own_settings_are_looked_at()
    {
        Write("etc/systemd/system/actions.runner.a.service", "[Service]\nUser=root\nWorkingDirectory=/opt/runner");
        Write("opt/runner/.env", "LANG=C\nDOCKER_AUTH_CONFIG={}\n");
        Assert.Contains("opt/runner/.env sets DOCKER_AUTH_CONFIG", Assert.Single(_shell.Run("Install-EcrBootHook -Root $root").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_method_takes_the_ones_place()
    {
        var before = Files();
        _shell.Run("Install-EcrBootHook -Root $root -Method RcLocal");
        Assert.Equal("Installed", Assert.Single(_shell.Run("Install-EcrBootHook -Root $root -Method Systemd").Property("State"))!.ToString());
        Assert.False(File.Exists(Path.Combine(_root, "etc/rc.local")));
        _shell.Run("Uninstall-EcrBootHook -Root $root");
        Assert.Equal(before, Files());
    }

    [Fact]
    public void An_edited_environment_stays_and_is_named()
    {
        _shell.Run("Install-EcrBootHook -Root $root");
        Write("etc/ecrboot/environment", "HTTPS_PROXY=http://proxy:3128\n");
        Assert.Equal("Installed", Assert.Single(_shell.Run("Get-EcrBootHook -Root $root").Property("State"))!.ToString());
        Assert.Contains($"{_root}/etc/ecrboot/environment stays.", _shell.Run("Uninstall-EcrBootHook -Root $root").Information);
        Assert.True(File.Exists(Path.Combine(_root, "etc/ecrboot/environment")));
    }

    public void Dispose()
    {
        _shell.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
