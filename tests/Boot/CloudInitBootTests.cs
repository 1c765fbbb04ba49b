using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>Boots with the real cloud-init: the first boot of an instance, whose users and runner come from its user data.</summary>
public sealed class CloudInitBootTests
{
    private const string Login = "ecrboot.service";
    private const string Final = "cloud-final.service";
    private const string Late = "actions.runner.acme.late.service";
    private const string Baked = "actions.runner.acme.baked.service";

    private const string UserData = """
        Content-Type: multipart/mixed; boundary="PART"
        MIME-Version: 1.0

        --PART
        Content-Type: text/cloud-config

        #cloud-config
        users:
          - name: ci
            shell: /bin/sh
        runcmd:
          - echo "runcmd at $(stat -c '%U %a' /home/ci/.docker/config.json)"
        --PART
        Content-Type: text/x-shellscript

        #!/bin/sh
        echo "user data at $(stat -c '%U %a' /home/ci/.docker/config.json)"
        cp /late.service /etc/systemd/system/actions.runner.acme.late.service
        systemctl daemon-reload
        systemctl enable --now actions.runner.acme.late.service
        --PART--
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task At_the_first_boot_of_an_instance_the_login_stands_between_its_users_and_its_scripts(bool isRedHat)
    {
        CloudInit.SkipWithout();
        using var guest = new Guest();
        guest.AddAws("--imds-late 6");
        await CloudInit.AddAsync(guest, UserData);
        if (isRedHat)
            CloudInit.UseRedHatText(guest);
        guest.Write("var/lib/cloud/scripts/per-boot/first.sh", "#!/bin/sh\necho \"per boot at $(stat -c '%U %a' /home/ci/.docker/config.json)\"");
        guest.Write("late.service", "[Service]\nUser=ci\nExecStart=/bin/sh -c 'stat -c \"%%U %%a\" $$HOME/.docker/config.json; exec sleep 300'\n[Install]\nWantedBy=multi-user.target");
        guest.AddRunner("actions.runner.acme.baked", "ci");
        var installed = guest.Run("Install-EcrBootHook -Root $root -User ci -TimeoutSec 40");
        Assert.Empty(installed.ErrorIds);
        Assert.Contains("no user 'ci'", Assert.Single(installed.Warnings), StringComparison.Ordinal);

        var boot = await guest.BootAsync(seconds: 90);
        boot.MustBeWhole();
        Assert.Equal("running", boot.State);
        Assert.Contains("\"verdict\":\"Succeeded\"", boot.Verdict, StringComparison.Ordinal);
        Assert.Contains("Login Succeeded for ci", await File.ReadAllTextAsync(Path.Combine(guest.Upper, "var/log/onboot")), StringComparison.Ordinal);
        Assert.Contains("\nci:", await File.ReadAllTextAsync(Path.Combine(guest.Upper, "etc/passwd")), StringComparison.Ordinal);

        // The stage that makes users came first, the one that runs scripts last, and the login was not there at once.
        var ended = boot.Started(Login);
        Assert.True(boot.Started("cloud-init.service") <= boot.Starting(Login));
        Assert.InRange(ended - boot.Starting(Login), 0.5, 40);
        Assert.True(boot.Starting(Final) >= ended);
        foreach (var script in new[] { "per boot", "runcmd", "user data" })
        {
            Assert.Contains($"{script} at ci 600", boot.Messages(Final).Select(static line => line.Trim()));
            Assert.True(boot.Said(Final, script) >= ended);
        }

        foreach (var runner in new[] { Late, Baked })
        {
            Assert.True(boot.Started(runner) >= ended);
            Assert.Equal("ci 600", boot.Messages(runner)[0]);
        }
    }
}
