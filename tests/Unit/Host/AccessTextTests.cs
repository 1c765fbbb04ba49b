using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

/// <summary>Who may write to a folder of Windows, by the text of its security descriptor.</summary>
public sealed class AccessTextTests
{
    private const string User = "S-1-5-21-1-2-3-1001";

    [Theory]
    [InlineData(SecurityDescriptor.ReadableFolder)]
    [InlineData("O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)")]
    [InlineData("O:SYG:SYD:(A;OICIID;FA;;;SY)(A;ID;FRFX;;;WD)")]
    [InlineData("O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464G:SYD:(A;;GRGX;;;AC)(A;OICIIO;GA;;;CO)")]
    [InlineData("O:" + User + "G:DUD:(A;;FA;;;" + User + ")(A;;FR;;;WD)")]
    [InlineData("O:BAD:(D;;FA;;;BU)")]
    [InlineData("O:BAD:P")]
    public void A_folder_that_only_administrators_may_write_is_trusted(string text) => Assert.Null(AccessText.Doubt(text, User, isAbove: false));

    [Theory]
    [InlineData("O:BAG:BAD:P(A;OICI;FA;;;SY)(A;;0x1301bf;;;AU)", "may be written to by others than administrators")]
    [InlineData("O:BAD:(A;;FW;;;BU)", "may be written to by others than administrators")]
    [InlineData("O:BAD:(A;CI;DCLCRPCR;;;BU)", "may be written to by others than administrators")]
    [InlineData("O:BAD:(A;;0x2;;;S-1-5-20)", "may be written to by others than administrators")]
    [InlineData("O:BAD:(A;;??;;;WD)", "may be written to by others than administrators")]
    [InlineData("O:BAD:NO_ACCESS_CONTROL", "may be written to by everybody")]
    [InlineData("O:BA", "may be written to by everybody")]
    [InlineData("O:S-1-5-21-1-2-3-1002G:BAD:P(A;OICI;FA;;;SY)", "belongs to somebody who is no administrator")]
    [InlineData("D:P(A;OICI;FA;;;SY)", "belongs to somebody who is no administrator")]
    public void A_folder_that_others_may_write_or_own_is_not(string text, string doubt) => Assert.Equal(doubt, AccessText.Doubt(text, User, isAbove: false));

    // What every Windows has: users may make things of their own in it, and take nothing of others' away.
    [Fact]
    public void ProgramData_may_be_above_such_a_folder_and_not_in_its_place()
    {
        const string programData = "O:SYG:SYD:PAI(A;OICIIO;GA;;;CO)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)";
        Assert.Null(AccessText.Doubt(programData, User, isAbove: true));
        Assert.NotNull(AccessText.Doubt(programData, User, isAbove: false));
        Assert.NotNull(AccessText.Doubt("O:SYD:(A;;0x1301bf;;;AU)", User, isAbove: true));
    }
}
