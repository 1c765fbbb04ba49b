using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>A machine of its own: a root made from the shared skeleton, the hook installed offline, booted as often as asked for.</summary>
internal sealed class Guest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecrboot-boot-").FullName;
    private int _boots;
    private int _scripts;
    private string _pwsh = "";

    public Guest()
    {
        SkipReason();
        Root = Path.Combine(_folder, "root");
        Skeleton.Copy(Root);
        Write("etc/systemd/system/collect.service", """
            [Unit]
            After=multi-user.target
            [Service]
            ExecStart=/results/collect
            [Install]
            WantedBy=multi-user.target
            """);
        Link("etc/systemd/system/multi-user.target.wants/collect.service", "/etc/systemd/system/collect.service");
    }

    /// <summary>The image's root.</summary>
    public string Root { get; }

    /// <summary>The files that boots have written.</summary>
    public string Upper => Path.Combine(_folder, "work", "up");

    /// <summary>Runs a script in the real PowerShell engine with the published module; <c>$root</c> is this root.</summary>
    public ShellResult Run(string script)
    {
        using var shell = new HostedShell();
        return shell.Run($"Import-Module '{HostedShell.Manifest}'; $root = '{Root}'\n{script}");
    }

    /// <summary>Installs the hook offline.</summary>
    public void Install(string parameters)
    {
        var result = Run($"Install-EcrBootHook -Root $root {parameters}");
        Assert.Empty(result.ErrorIds);
        Assert.Equal(["Installed"], [.. Array.ConvertAll([.. result.Property("State")], static state => state!.ToString())]);
    }

    /// <summary>Writes a file of the image; an executable one if it begins with a shebang.</summary>
    public void Write(string path, string text, bool? program = null)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text.EndsWith('\n') ? text : text + "\n");
        File.SetUnixFileMode(full, (UnixFileMode)(program ?? text.StartsWith("#!", StringComparison.Ordinal) ? 0x1ED : 0x1A4));
    }

    public void Link(string path, string target)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }

    /// <summary>A runner's unit that writes down when it started and what it found.</summary>
    public void AddRunner(string name, string user = "runner")
    {
        Write($"etc/systemd/system/{name}.service", $"""
            [Service]
            User={user}
            ExecStart=/bin/sh -c 'd=$$HOME/.docker; stat -c "%%U %%a" $$d/config.json 2>/dev/null; grep -c auths $$d/config.json; exec sleep 300'
            [Install]
            WantedBy=multi-user.target
            """);
        Link($"etc/systemd/system/multi-user.target.wants/{name}.service", $"/etc/systemd/system/{name}.service");
    }

    /// <summary>A local AWS inside the guest, before the login; the login is led to it by /etc/ecrboot/environment.</summary>
    /// <param name="switches">The sandbox's switches, such as faults.</param>
    public void AddAws(string switches = "")
    {
        Write("etc/systemd/system/aws.service", $"""
            [Unit]
            DefaultDependencies=no
            After=local-fs.target
            Before=network.target
            [Service]
            Type=notify
            NotifyAccess=all
            Environment=DOTNET_gcServer=0 DOTNET_TieredPGO=0 HOME=/root
            ExecStart=/bin/sh -c '{Programs.Dotnet} {Programs.InGuest}/EcrBoot.Sandbox.dll --port 8001 --tls-port 8002 --imds-port 8003 --proxy-port 8004 {switches} | while read -r line; do case $$line in "The sandbox is ready"*) systemd-notify --ready;; esac; done'
            [Install]
            WantedBy=sysinit.target
            """);
        Link("etc/systemd/system/sysinit.target.wants/aws.service", "/etc/systemd/system/aws.service");
        Write("etc/ecrboot/environment", """
            AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:8003
            AWS_ENDPOINT_URL=http://127.0.0.1:8001
            """);
    }

    /// <summary>A unit of the image, started at boot.</summary>
    public void AddService(string name, string text, string target = "multi-user.target")
    {
        Write($"etc/systemd/system/{name}.service", text);
        Link($"etc/systemd/system/{target}.wants/{name}.service", $"/etc/systemd/system/{name}.service");
    }

    /// <summary>Stops the login with SIGSTOP as soon as it runs, so that it neither ends nor keeps to its own deadline.</summary>
    /// <param name="commandLine">What its command line is like.</param>
    /// <param name="when">A condition of the shell that must be true first.</param>
    public void FreezeLogin(string commandLine = "^/usr/local/lib/ecrboot/bin/ecrboot login", string when = "true") => AddService("freeze", $"""
        [Unit]
        DefaultDependencies=no
        [Service]
        ExecStart=/bin/sh -c 'until {when} && kill -STOP $$(pgrep -f "{commandLine}"); do sleep 0.05; done; echo frozen'
        """, "sysinit.target");

    /// <summary>Gives the image a pwsh: this host's, or where the folder is null the hosted engine, which takes the arguments that the hook gives.</summary>
    /// <param name="folder">The folder of the real one.</param>
    public void AddPwsh(string? folder)
    {
        _pwsh = folder ?? "";
        Write("usr/bin/pwsh", folder is null
            ? $"""#!/bin/sh{'\n'}while [ "$1" != -File ]; do shift; done; shift{'\n'}exec {Programs.Dotnet} {Programs.InGuest}/EcrBoot.Shell.dll "$@" """
            : "#!/bin/sh\nexec /pwsh/pwsh \"$@\"");
    }

    /// <summary>cloud-init's last stage as a stub that runs <c>/user-data</c>.</summary>
    /// <param name="afterMultiUser">Whether with Debian's text, or with the one of RHEL and Amazon Linux.</param>
    /// <param name="script">What the user data does.</param>
    public void AddCloudFinal(bool afterMultiUser, string script)
    {
        Write("user-data", "#!/bin/sh\n" + script);
        Write("etc/systemd/system/cloud-init.target", "[Unit]\nAfter=multi-user.target\n[Install]\nWantedBy=multi-user.target");
        Link("etc/systemd/system/multi-user.target.wants/cloud-init.target", "/etc/systemd/system/cloud-init.target");
        AddService("cloud-final", $"""
            [Unit]
            After=network-online.target cloud-config.service rc-local.service {(afterMultiUser ? "multi-user.target" : "")}
            Wants=network-online.target cloud-config.service
            [Service]
            Type=oneshot
            ExecStart=/user-data
            RemainAfterExit=yes
            TimeoutSec=0
            KillMode=process
            StandardOutput=journal+console
            """, "cloud-init.target");
    }

    /// <summary>The shell line that runs a script in the real PowerShell engine inside the guest, with the published module imported; it prints what a person would see. HOME is not set, as for a command sent by AWS Systems Manager.</summary>
    public string InShell(string script)
    {
        var path = $"root/{++_scripts}.ps1";
        Write(path, $"Import-Module /repository/out/EcrBoot/EcrBoot.psd1\n{script}");
        return $"env -u HOME {Programs.Dotnet} {Programs.InGuest}/EcrBoot.Shell.dll /{path} 2>&1";
    }

    /// <summary>Boots it once.</summary>
    /// <param name="seconds">The longest it may take.</param>
    /// <param name="before">Shell lines run at the boot's end, before the guest is switched off.</param>
    /// <param name="cut">When the whole guest is killed: after it has written <c>/results/cut</c>, in seconds. Empty for never.</param>
    public async Task<BootResult> BootAsync(int seconds = 60, string before = "", string cut = "")
    {
        var results = Path.Combine(_folder, "results" + ++_boots);
        Directory.CreateDirectory(results);
        var collect = Path.Combine(results, "collect");
        await File.WriteAllTextAsync(collect, $"""
            #!/bin/sh
            systemctl is-system-running --wait >/results/state
            {before}
            # A runner that has only just started may be about to say what it finds: two seconds for that on a busy machine.
            for turn in $(seq 20); do
                silent=
                for unit in $(systemctl list-units --plain --no-legend --state=active 'actions.runner.*' | cut -d' ' -f1); do
                    journalctl -b -q -o cat -u $unit _TRANSPORT=stdout | grep -q . || silent=yes
                done
                [ -n "$silent" ] || break
                sleep 0.1
            done
            journalctl --sync
            journalctl -b -o json --no-pager >/results/journal
            systemctl show '*' -t service -p Id,Result,ExecMainStatus,ActiveState >/results/units
            cp -a /run/ecrboot /results/ 2>/dev/null
            cp -a /run/systemd/generator /results/generator 2>/dev/null
            systemctl --no-block exit 7
            """);
        File.SetUnixFileMode(collect, (UnixFileMode)0x1ED);
        var script = Path.Combine(AppContext.BaseDirectory, "boot.sh");
        var name = "ecrboot-" + Path.GetFileName(_folder)[^6..].ToLowerInvariant() + _boots;
        var exit = await Programs.RunAsync("bash", [script, Root, Path.Combine(_folder, "work"), results, name, seconds.ToString(), HostedShell.Root, cut, _pwsh]);
        return new BootResult(results, exit);
    }

    /// <summary>Runs a shell line in the root of the guest as its boots have left it.</summary>
    public async Task<string> AfterwardsAsync(string line)
    {
        var (exit, output) = await Programs.ReadAsync("bash", Path.Combine(AppContext.BaseDirectory, "merged.sh"), Root, Path.Combine(_folder, "work"), line);
        Assert.True(exit == 0, output);
        return output;
    }

    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("ECRBOOT_KEEP") is null)
            Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Why no guest can boot here; null where one can.</summary>
    public static string? WhyNot() =>
        !Environment.IsPrivilegedProcess ? "Real boots need root."
        : !File.Exists("/usr/bin/systemd-nspawn") ? "Real boots need systemd-nspawn (Debian: apt-get install systemd-container)."
        : Skeleton.CannotBoot();

    private static void SkipReason()
    {
        if (WhyNot() is not { } missing)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(missing);
        Assert.Skip(missing);
    }
}
