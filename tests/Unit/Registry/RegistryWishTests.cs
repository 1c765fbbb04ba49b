using EcrBoot.Registry;
using Xunit;

namespace EcrBoot.Unit.Registry;

/// <summary>Which registries somebody asks about.</summary>
public sealed class RegistryWishTests
{
    private const string Host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

    [Theory]
    [InlineData("123456789012.dkr.ecr.eu-central-1.amazonaws.com", true)]
    [InlineData("https://123456789012.dkr.ecr.EU-central-1.amazonaws.com/app:1", true)]
    [InlineData("123456789012", true)]
    [InlineData("*", true)]
    [InlineData("*.eu-central-?.*", true)]
    [InlineData("1*2.dkr*com", true)]
    [InlineData("**", true)]
    [InlineData("012345678901", false)]
    [InlineData("*.us-east-1.*", false)]
    [InlineData("1234?", false)]
    [InlineData("public.ecr.aws", false)]
    [InlineData("127.0.0.1:5000", false)]
    public void A_name_means_a_host(string name, bool means)
    {
        var wish = new RegistryWish([name]);
        Assert.Equal(means, wish.Includes(Host));
        Assert.Equal(means ? [] : [name], wish.NotAmong([Host]));
    }

    [Fact]
    public void Without_names_every_registry_is_meant()
    {
        var wish = new RegistryWish();
        Assert.True(wish.IsAll && wish.Includes(Host));
        Assert.Empty(wish.NotAmong([]));
    }

    [Theory]
    [InlineData("12345678901", EcrErrorReason.AccountIdTooShort)]
    [InlineData(" ", EcrErrorReason.NotAnEcrRegistry)]
    public void What_is_no_registry_is_refused(string name, EcrErrorReason reason) =>
        Assert.Equal(reason, Assert.Throws<EcrException>(() => new RegistryWish([name])).Reason);
}
