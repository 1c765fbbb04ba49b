using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>Real boots with the credential helper in place of a login in config.json.</summary>
public sealed class HelperBootTests
{
    private const string Registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

    // As the user whom the metadata service is closed to; then without the helper's entry. The question is asked from within a unit like the login's:
    // inside systemd-nspawn such a unit sees another boot id than the guest's other processes.
    private const string Questions = """
        /usr/local/lib/ecrboot/bin/ecrboot test >/results/test 2>&1; echo $? >>/results/test
        printf '%s\n' '#!/bin/sh' 'echo -n 123456789012.dkr.ecr.eu-central-1.amazonaws.com | setpriv --reuid 4321 --regid 4321 --clear-groups env -i HOME=/home/runner PATH=/usr/bin:/bin AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:9 docker-credential-ecrboot get' >/usr/ask
        chmod +x /usr/ask
        sed -e 's#^ExecStart=.*#ExecStart=/bin/sh -c "/usr/ask >/results/blocked 2>\&1; echo =\\> $$? >>/results/blocked"#' -e '/^\[Install\]/,$d' /etc/systemd/system/ecrboot.service >/run/systemd/system/blocked.service
        systemctl daemon-reload; systemctl start blocked.service
        (cd /home/runner/.cache/ecrboot && stat -c '%U %a' . */token.json) >/results/cache
        cp /home/runner/.docker/config.json /results/config.json
        echo '{}' >/home/runner/.docker/config.json
        /usr/local/lib/ecrboot/bin/ecrboot test >/results/removed 2>&1; echo $? >>/results/removed
        """;

    [Fact]
    public async Task The_helper_is_set_up_warmed_and_asked_before_the_runner_starts()
    {
        using var guest = new Guest();
        guest.AddAws();

        // By ECR's real names, for the helper serves no others.
        guest.Write("etc/systemd/system/aws.service.d/authority.conf", "[Service]\nExecStartPost=/bin/sh -c 'cp /tmp/ecrboot-sandbox-*/ca.pem /etc/sandbox-ca.pem'");
        guest.Write("etc/ecrboot/environment", """
            AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:8003
            HTTPS_PROXY=http://127.0.0.1:8004
            AWS_CA_BUNDLE=/etc/sandbox-ca.pem
            """);
        guest.Install($"{Registry} -User runner -TimeoutSec 20 -CredentialHelper");
        guest.AddRunner("actions.runner.acme.host");
        var boot = await guest.BootAsync(before: Questions);
        boot.MustBeWhole();
        Assert.Contains("\"verdict\":\"Succeeded\"", boot.Verdict, StringComparison.Ordinal);
        Assert.True(boot.Started("actions.runner.acme.host.service") >= boot.Started("ecrboot.service"));
        Assert.StartsWith("Succeeded", boot.Read("test"), StringComparison.Ordinal);
        Assert.EndsWith("0", boot.Read("test").TrimEnd(), StringComparison.Ordinal);

        var config = boot.Read("config.json");
        Assert.Contains($"\"{Registry}\": \"ecrboot\"", config, StringComparison.Ordinal);
        Assert.DoesNotContain("\"auth\"", config, StringComparison.Ordinal);

        // The cache that root filled is the user's own, and answers where the metadata service is closed to that user.
        Assert.Contains("=> 0", boot.Read("blocked"), StringComparison.Ordinal);
        Assert.Equal("runner 700\nrunner 600\n", boot.Read("cache"));

        Assert.StartsWith("Failed LoginRemoved", boot.Read("removed"), StringComparison.Ordinal);
        Assert.EndsWith("1", boot.Read("removed").TrimEnd(), StringComparison.Ordinal);
    }
}
