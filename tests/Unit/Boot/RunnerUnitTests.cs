using System.IO;
using System.Linq;
using EcrBoot.Boot;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Boot;

/// <summary>Finding runners' units in a root, and making them wait.</summary>
public sealed class RunnerUnitTests
{
    private static readonly string[] Patterns = [RunnerUnits.DefaultPattern];

    public RunnerUnitTests() => Assert.SkipUnless(HostEnvironment.IsLinux, "systemd is Linux's.");

    [Fact]
    public void The_users_are_those_that_systemd_would_take()
    {
        using var root = new Root();
        root.Write("etc/systemd/system/actions.runner.a.service", "[Unit]\nUser=wrong\n[Service]\nUser=one\n  # User=two\nUser=three\n");
        root.Write("usr/lib/systemd/system/actions.runner.a.service", "[Service]\nUser=hidden\n");
        root.Write("lib/systemd/system/actions.runner.b.service", "[Service]\nExecStart=/bin/x \\\n  User=no\n");
        root.Write("etc/systemd/system/actions.runner.c.service", "[Service]\nUser=four\n");
        root.Write("run/systemd/system/actions.runner.c.service.d/50.conf", "[Service]\nUser=five\n");
        root.Write("etc/systemd/system/actions.runner.c.service.d/60.conf.bak", "[Service]\nUser=six\n");
        root.Write("etc/systemd/system/actions.runner.d@.service", "[Service]\nUser=%i\n");
        root.Write("etc/systemd/system/docker.service", "[Service]\nUser=docker\n");
        Assert.Equal(["three", "five", "root"], RunnerUnits.Users(root.Folder, Patterns));
    }

    [Fact]
    public void The_generator_writes_an_order_and_no_wish()
    {
        using var root = new Root();
        root.Write("etc/systemd/system/actions.runner.a.service", "[Service]\nUser=one\n");
        root.Link("etc/systemd/system/actions.runner.linked.service", "/opt/unit");
        root.Write("etc/systemd/system/other.service", "");
        var folder = Path.Combine(root.Folder, "normal");
        Directory.CreateDirectory(folder);
        Assert.Equal(2, RunnerUnitGenerator.Write(folder, root.Folder));
        Assert.Equal("# Written by ecrboot-generator.\n[Unit]\nAfter=ecrboot.service\n", File.ReadAllText(Path.Combine(folder, "actions.runner.a.service.d/ecrboot.conf")));
        Assert.Equal(2, Directory.GetDirectories(folder).Length);
        Assert.Equal(2, RunnerUnitGenerator.Write(folder, root.Folder));
    }

    [Fact]
    public void Its_settings_name_other_units_and_another_login()
    {
        using var root = new Root();
        root.Write("etc/ecrboot/runner-units.conf", RunnerUnitSettings.Text("rc-local.service", ["buildkite-*.service", "ecrboot*"]));
        root.Write("usr/lib/systemd/system/buildkite-agent.service", "");
        root.Write("etc/systemd/system/ecrboot.service", "");
        root.Write("etc/systemd/system/actions.runner.a.service", "");
        Assert.Equal(1, RunnerUnitGenerator.Write(root.Folder, root.Folder));
        Assert.Contains("After=rc-local.service", File.ReadAllText(Path.Combine(root.Folder, "buildkite-agent.service.d/ecrboot.conf")));
    }

    [Theory]
    [InlineData("/nowhere/at/all")]
    [InlineData("/proc/1/fd")]
    public void Where_it_cannot_write_the_boot_goes_on(string folder)
    {
        using var root = new Root();
        root.Write("etc/systemd/system/actions.runner.a.service", "");
        Assert.Equal(0, RunnerUnitGenerator.Write(folder, root.Folder));
    }

    [Fact]
    public void A_link_of_an_image_leads_into_the_image()
    {
        using var root = new Root();
        root.Write("real/x", "inside");
        root.Link("abs", "/real/x");
        root.Link("up", "../../../../../../../../real/x");
        root.Link("folder", "/real");
        root.Link("circle", "/circle");
        var image = new ImageRoot(root.Folder);
        Assert.All(new[] { "/abs", "/up", "/folder/x", "/folder/../real/x" }, path => Assert.Equal(Path.Combine(root.Folder, "real/x"), image.Follow(path)));
        Assert.Equal(Path.Combine(root.Folder, "abs"), image.Locate("/abs"));
        Assert.Equal(EcrErrorReason.HookFault, Assert.Throws<EcrException>(() => image.Follow("/circle")).Reason);
    }

    [Fact]
    public void The_unit_keeps_to_its_deadline_and_quotes_what_systemd_would_read()
    {
        var text = SystemdUnits.LoginText(new HookOptions { Users = ["a%b"], TimeoutSec = 30, LogPath = "/var/log/my log" });
        Assert.Contains("\nTimeoutStartSec=45\n", text);
        Assert.Contains("--user a%%b --log \"/var/log/my log\" --timeout 30\n", text);
        Assert.DoesNotContain("network-online", text);
        Assert.DoesNotContain(text.Split('\n'), static line => line.Contains(" #", System.StringComparison.Ordinal));
    }

    private sealed class Root : System.IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("ecrboot-unit-").FullName;

        public void Write(string path, string text)
        {
            var full = Path.Combine(Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }

        public void Link(string path, string target)
        {
            var full = Path.Combine(Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.CreateSymbolicLink(full, target);
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
