using EcrBoot.Boot;
using Xunit;

namespace EcrBoot.Unit.Boot;

/// <summary>Patterns of the runners' units.</summary>
public sealed class UnitPatternTests
{
    [Theory]
    [InlineData("actions.runner.acme.host.service", "actions.runner.*.service", true)]
    [InlineData("actions.runner..service", "actions.runner.*.service", true)]
    [InlineData("actions.runner.service", "actions.runner.*.service", false)]
    [InlineData("my-runner@1.service", "my-runner@?.service", true)]
    [InlineData("my-runner@12.service", "my-runner@?.service", false)]
    [InlineData("a.b.c.service", "a*c.service", true)]
    [InlineData("buildkite.service", "buildkite.service", true)]
    [InlineData("docker.service", "actions.runner.*.service", false)]
    public void A_name_fits_or_not(string name, string pattern, bool expected) => Assert.Equal(expected, UnitPattern.Matches(name, pattern));

    [Theory]
    [InlineData("gitlab-runner", "gitlab-runner.service")]
    [InlineData("actions.runner.*", "actions.runner.*.service")]
    public void A_name_without_its_ending_is_a_services(string typed, string whole) => Assert.Equal(whole, UnitPattern.Require(typed));

    [Theory]
    [InlineData("*")]
    [InlineData("systemd-*.service")]
    [InlineData("cloud-*")]
    [InlineData("a b")]
    [InlineData("../x")]
    [InlineData(".service")]
    [InlineData("x\nUnit=y")]
    public void What_would_break_the_boot_is_refused(string pattern) =>
        Assert.Equal(EcrErrorReason.BadArgument, Assert.Throws<EcrException>(() => UnitPattern.Require(pattern)).Reason);
}
