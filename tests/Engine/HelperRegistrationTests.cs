using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine;

/// <summary>Register- and Unregister-EcrCredentialHelper, and the boot hook that does the same, on an image's root.</summary>
public sealed class HelperRegistrationTests : IDisposable
{
    private const string Registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    private const string Other = "210987654321.dkr.ecr.eu-west-1.amazonaws.com";
    private const string Before = "{\n\t\"auths\": {\n\t\t\"https://index.docker.io/v1/\": {\n\t\t\t\"auth\": \"dTpw\"\n\t\t}\n\t},\n\t\"mine\": 1\n}";

    private readonly string _root = Directory.CreateTempSubdirectory("ecrboot-image-").FullName;
    private readonly HostedShell _shell = new();

    public HelperRegistrationTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Other users' docker configurations are written by root, on Linux.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Path.GetDirectoryName(HostedShell.Manifest)!, "native")), "The module was built without the native program.");
        File.SetUnixFileMode(_root, (UnixFileMode)0x1ED); // the users' files are written with their rights
        foreach (var folder in new[] { "etc/systemd/system", "etc/skel", "etc/containers/registries.conf.d", "usr/bin", "usr/sbin", "root", "home/runner/.docker", "home/dev", "var/daemon" })
            Directory.CreateDirectory(Path.Combine(_root, folder));
        File.CreateSymbolicLink(Path.Combine(_root, "bin"), "usr/bin");
        File.CreateSymbolicLink(Path.Combine(_root, "sbin"), "usr/sbin");
        File.CreateSymbolicLink(Path.Combine(_root, "usr/sbin/init"), "/lib/systemd/systemd");
        File.Copy("/bin/sh", Path.Combine(_root, "usr/bin/sh"));
        Write("etc/passwd", "root:x:0:0::/root:/bin/sh\nrunner:x:4321:4321::/home/runner:/bin/sh\ndev:x:4322:4322::/home/dev:/bin/bash\ndaemon:x:2:2::/var/daemon:/usr/sbin/nologin\n");
        Write("home/runner/.docker/config.json", Before);
        Give("home/runner", "4321:4321");
        Give("home/dev", "4322:4322");
        _shell.Run($"Import-Module '{HostedShell.Manifest}'; $root = '{_root}'");
    }

    private string Config => Path.Combine(_root, "home/runner/.docker/config.json");

    [Fact]
    public void One_user_gets_the_entry_and_keeps_everything_else()
    {
        var before = Files();
        var made = _shell.Run($"Register-EcrCredentialHelper {Registry}, {Other} -Root $root -User runner");
        Assert.Empty(made.ErrorIds);
        Assert.Equal([Registry, Other], made.Property("Registry"));
        Assert.Equal(["ecrboot", "ecrboot"], made.Property("Store"));
        Assert.Equal(Before.Replace("\n}", $",\n\t\"credHelpers\": {{\n\t\t\"{Registry}\": \"ecrboot\",\n\t\t\"{Other}\": \"ecrboot\"\n\t}}\n}}", StringComparison.Ordinal), File.ReadAllText(Config));
        Assert.Equal("/usr/local/lib/ecrboot/bin/ecrboot", new FileInfo(Path.Combine(_root, "usr/bin/docker-credential-ecrboot")).LinkTarget);
        Assert.True(File.Exists(Path.Combine(_root, "usr/local/lib/ecrboot/bin/ecrboot")));

        var again = Files();
        Assert.Empty(_shell.Run($"Register-EcrCredentialHelper {Registry}, {Other} -Root $root -User runner").ErrorIds);
        Assert.Equal(again, Files());
        Assert.Empty(_shell.Run("Unregister-EcrCredentialHelper -Root $root -AllUsers").ErrorIds);
        Assert.Equal(Before, File.ReadAllText(Config));
        Assert.Equal(before, Files());
    }

    [Fact]
    public void All_users_are_those_who_log_in_and_those_to_come()
    {
        var before = Files();
        Write("usr/bin/podman", "");
        var made = _shell.Run($"Register-EcrCredentialHelper {Registry} -Root $root -AllUsers");
        Assert.Empty(made.ErrorIds);
        Assert.Equal(["root", "runner", "dev", "(new users)"], made.Property("OSUser"));
        Assert.False(Directory.Exists(Path.Combine(_root, "var/daemon/.docker")));
        Assert.Contains("\"ecrboot\"", File.ReadAllText(Path.Combine(_root, "etc/skel/.docker/config.json")), StringComparison.Ordinal);
        Assert.Contains("credential-helpers = [\"containers-auth.json\", \"ecrboot\"]", File.ReadAllText(Path.Combine(_root, "etc/containers/registries.conf.d/ecrboot.conf")), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_root, "home/dev/.docker/config.json")));
        Assert.Empty(_shell.Run("Unregister-EcrCredentialHelper -Root $root -AllUsers").ErrorIds);
        File.Delete(Path.Combine(_root, "usr/bin/podman"));
        Assert.Equal(before, Files());
    }

    [Fact]
    public void A_login_of_the_registry_in_the_file_is_superseded()
    {
        File.WriteAllText(Config, $$"""{ "auths": { "https://{{Registry}}/v2/": { "auth": "QVdTOng=" }, "{{Other}}": { "auth": "QVdTOnk=" } } }""");
        _shell.Run($"Register-EcrCredentialHelper {Registry} -Root $root -User runner");
        var now = File.ReadAllText(Config);
        Assert.DoesNotContain("QVdTOng=", now, StringComparison.Ordinal);
        Assert.Contains("QVdTOnk=", now, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_helper_stays_unless_forced()
    {
        var config = $$"""{ "credHelpers": { "{{Registry}}": "ecr-login" } }""";
        File.WriteAllText(Config, config);
        var refused = _shell.Run($"Register-EcrCredentialHelper {Other}, {Registry} -Root $root -User runner");
        Assert.Equal(["HelperConflict"], refused.ErrorIds);
        Assert.Contains("'ecr-login'", refused.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(config, File.ReadAllText(Config));
        Assert.Equal(["HelperConflict"], _shell.Run($"Install-EcrBootHook {Registry} -Root $root -User runner -CredentialHelper").ErrorIds);
        Assert.False(File.Exists(Path.Combine(_root, "etc/systemd/system/ecrboot.service")), "The hook was installed all the same.");
        Assert.Empty(_shell.Run($"Register-EcrCredentialHelper {Registry} -Root $root -User runner -Force").ErrorIds);
        Assert.Contains($"\"{Registry}\": \"ecrboot\"", File.ReadAllText(Config), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        var before = Files();
        Assert.Empty(_shell.Run($"Register-EcrCredentialHelper {Registry} -Root $root -AllUsers -WhatIf").Output);
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("Register-EcrCredentialHelper nonsense -Root $root -User runner", "NotAnEcrRegistry", "'nonsense'")]
    [InlineData("Register-EcrCredentialHelper 12345 -Root $root -User runner", "AccountIdTooShort", "12345")]
    [InlineData($"Register-EcrCredentialHelper {Registry} -Root $root -User runer", "UserUnknown", "Did you mean 'runner'?")]
    [InlineData($"Register-EcrCredentialHelper {Registry} -Root $root", "BadArgument", "-User or -AllUsers")]
    [InlineData("Unregister-EcrCredentialHelper -Root $root -User runner", "NotLoggedIn", "serves no such registry")]
    public void What_cannot_be_done_is_said_and_changes_nothing(string command, string id, string words)
    {
        var before = Files();
        var error = Assert.Single(_shell.Run(command).Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(words, error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Fact]
    public void The_hook_with_the_helper_comes_and_goes_without_a_trace()
    {
        var before = Files();
        Assert.Empty(_shell.Run($"Install-EcrBootHook {Registry} -Root $root -User runner -CredentialHelper -RefreshIntervalSec 21600").ErrorIds);
        Assert.Equal([true], _shell.Run("Get-EcrBootHook -Root $root").Property("CredentialHelper"));
        Assert.All(["ecrboot.service", "ecrboot-refresh.service"], unit => Assert.Contains(" --credential-helper", File.ReadAllText(Path.Combine(_root, "etc/systemd/system", unit)), StringComparison.Ordinal));
        Assert.Contains("\"ecrboot\"", File.ReadAllText(Config), StringComparison.Ordinal);
        Assert.Empty(_shell.Run("Uninstall-EcrBootHook -Root $root").ErrorIds);
        Assert.Equal(Before, File.ReadAllText(Config));
        Assert.Equal(before, Files());
    }

    [Fact]
    public void What_hook_and_helper_share_stays_until_both_are_gone()
    {
        var before = Files();
        _shell.Run($"Install-EcrBootHook {Registry} -Root $root -User runner -CredentialHelper");
        Assert.Empty(_shell.Run($"Register-EcrCredentialHelper {Registry} -Root $root -User dev").ErrorIds);
        Assert.Empty(_shell.Run("Uninstall-EcrBootHook -Root $root").ErrorIds);
        Assert.True(File.Exists(Path.Combine(_root, "usr/local/lib/ecrboot/bin/ecrboot")), "The program went while docker asks it.");
        Assert.NotNull(new FileInfo(Path.Combine(_root, "usr/bin/docker-credential-ecrboot")).LinkTarget);
        Assert.Empty(_shell.Run("Unregister-EcrCredentialHelper -Root $root -AllUsers").ErrorIds);
        Assert.Equal(before, Files());
    }

    public void Dispose()
    {
        _shell.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private void Give(string path, string owner)
    {
        using var process = Process.Start("chown", ["-R", owner, Path.Combine(_root, path)]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
        File.WriteAllText(Path.Combine(_root, path), text);
    }

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
