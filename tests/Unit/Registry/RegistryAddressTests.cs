using EcrBoot.Registry;
using Xunit;

namespace EcrBoot.Unit.Registry;

public sealed class RegistryAddressTests
{
    private const string Frankfurt = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

    [Theory]
    [InlineData(Frankfurt)]
    [InlineData(Frankfurt + "/")]
    [InlineData("https://" + Frankfurt)]
    [InlineData("HTTPS://" + Frankfurt + "/v2/")]
    [InlineData("123456789012.DKR.ECR.EU-Central-1.AMAZONAWS.COM")]
    [InlineData(Frankfurt + "/team/app")]
    [InlineData(Frankfurt + "/team/app:1.2")]
    [InlineData(Frankfurt + "/app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData(Frankfurt + ":443/app:latest")]
    [InlineData("  " + Frankfurt + "\n")]
    public void Every_way_to_write_a_registry_gives_its_host(string text)
    {
        var address = RegistryAddress.Parse(text);
        Assert.Equal(Frankfurt, address.Host);
        Assert.Equal("123456789012", address.AccountId);
        Assert.Equal("eu-central-1", address.Region);
        Assert.Equal("amazonaws.com", address.DnsSuffix);
        Assert.False(address.IsPublic);
    }

    [Theory]
    [InlineData("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1", "amazonaws.com", true, false)]
    [InlineData("123456789012.dkr-ecr.us-west-2.on.aws", "us-west-2", "on.aws", false, true)]
    [InlineData("123456789012.dkr-ecr-fips.us-west-2.on.aws", "us-west-2", "on.aws", true, true)]
    [InlineData("012345678901.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1", "amazonaws.com.cn", false, false)]
    [InlineData("012345678901.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", "cn-north-1", "on.amazonwebservices.com.cn", false, true)]
    [InlineData("012345678901.dkr.ecr.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1", "amazonaws.eu", false, false)]
    [InlineData("012345678901.dkr.ecr.us-iso-east-1.c2s.ic.gov", "us-iso-east-1", "c2s.ic.gov", false, false)]
    [InlineData("012345678901.dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1", "sc2s.sgov.gov", false, false)]
    [InlineData("012345678901.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1", "cloud.adc-e.uk", false, false)]
    [InlineData("012345678901.dkr.ecr.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1", "csp.hci.ic.gov", false, false)]
    [InlineData("012345678901.dkr.ecr.xx-future-9.amazonaws.com", "xx-future-9", "amazonaws.com", false, false)]
    public void Every_partition_is_known(string host, string region, string suffix, bool fips, bool dualStack)
    {
        var address = RegistryAddress.Parse(host);
        Assert.Equal((region, suffix, fips, dualStack), (address.Region, address.DnsSuffix, address.UsesFips, address.UsesDualStack));
    }

    [Theory]
    [InlineData("public.ecr.aws")]
    [InlineData("ecr-public.aws.com")]
    [InlineData("https://public.ecr.aws/docker/library/alpine:3")]
    public void Ecr_public_has_no_account_and_one_region(string text)
    {
        var address = RegistryAddress.Parse(text);
        Assert.True(address.IsPublic);
        Assert.Null(address.AccountId);
        Assert.Equal("us-east-1", address.Region);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("docker.io")]
    [InlineData("localhost:5000")]
    [InlineData(Frankfurt + ".fake.example.com")]
    [InlineData("evil." + Frankfurt)]
    [InlineData("evil-" + Frankfurt)]
    [InlineData("1" + Frankfurt)]
    [InlineData("user:secret@" + Frankfurt)]
    [InlineData("https://user:secret@" + Frankfurt + "/")]
    [InlineData("ftp://" + Frankfurt)]
    [InlineData(Frankfurt + "?x=1")]
    [InlineData(Frankfurt + ":5000")]
    [InlineData("123456789012.dkr.ecr..amazonaws.com")]
    [InlineData("123456789012.dkr.ecr.eu-central-1.amazonaws.com.cn.evil")]
    [InlineData("123456789012.dkr.ecr.eu_central_1.amazonaws.com")]
    [InlineData("123456789012xdkr.ecr.eu-central-1.amazonaws.com")]
    [InlineData("١٢٣٤٥٦٧٨٩٠١٢.dkr.ecr.eu-central-1.amazonaws.com")]
    [InlineData("evil.public.ecr.aws")]
    [InlineData("public.ecr.aws.evil")]
    public void Anything_else_is_no_registry(string? text)
    {
        Assert.False(RegistryAddress.TryParse(text, out var address));
        Assert.Null(address);
        var error = Assert.Throws<EcrException>(() => RegistryAddress.Parse(text!));
        Assert.Equal(EcrErrorReason.NotAnEcrRegistry, error.Reason);
        Assert.DoesNotContain("secret", error.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12345678901.dkr.ecr.eu-central-1.amazonaws.com", "012345678901")]
    [InlineData("1.dkr.ecr.eu-central-1.amazonaws.com", "000000000001")]
    [InlineData("12345678901", "012345678901")]
    public void A_lost_leading_zero_is_named_and_given_back(string text, string wanted)
    {
        var error = Assert.Throws<EcrException>(() => RegistryAddress.Parse(text));
        Assert.Equal(EcrErrorReason.AccountIdTooShort, error.Reason);
        Assert.Contains(wanted, error.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_and_a_region_make_the_registrys_name_in_its_partition() =>
        Assert.Equal("012345678901.dkr.ecr.cn-north-1.amazonaws.com.cn", RegistryAddress.Of("012345678901", "cn-north-1").Host);
}
