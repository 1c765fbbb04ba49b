using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

/// <summary>Who may reach a new config.json on Windows: its user, SYSTEM and the administrators, and nobody by inheritance.</summary>
public sealed class PrivateDescriptorTests
{
    private const string Runner = "S-1-5-21-1-2-3-1001";

    [Theory]
    [InlineData(Runner, $"O:{Runner}D:P(A;;FA;;;{Runner})(A;;FA;;;S-1-5-18)(A;;FA;;;S-1-5-32-544)")]
    [InlineData("S-1-5-20", "O:S-1-5-20D:P(A;;FA;;;S-1-5-20)(A;;FA;;;S-1-5-18)(A;;FA;;;S-1-5-32-544)")]
    [InlineData("S-1-5-18", "O:S-1-5-18D:P(A;;FA;;;S-1-5-18)(A;;FA;;;S-1-5-32-544)")]
    public void A_file_is_its_users_the_systems_and_the_administrators(string owner, string descriptor) =>
        Assert.Equal(descriptor, PrivateDescriptor.OfFile(owner));

    [Fact]
    public void A_folder_gives_the_same_rights_to_what_is_made_in_it() =>
        Assert.Equal($"O:{Runner}D:P(A;OICI;FA;;;{Runner})(A;OICI;FA;;;S-1-5-18)(A;OICI;FA;;;S-1-5-32-544)", PrivateDescriptor.OfFolder(Runner));
}
