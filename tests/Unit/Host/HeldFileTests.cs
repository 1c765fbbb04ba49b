using System;
using System.IO;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

/// <summary>Waiting for a file that another program holds; Windows' errors are the test's own, and tests/Windows shows the real ones.</summary>
public sealed class HeldFileTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(5)]
    public void Work_on_a_held_file_is_done_again_until_it_is_let_go(int error)
    {
        var tries = 0;
        Assert.Equal("done", HeldFile.Run("config.json", "written", () => ++tries < 4 ? throw WindowsApi.Fault(error) : "done"));
        Assert.Equal(4, tries);
    }

    [Theory]
    [InlineData(32, "'config.json' cannot be written: another program has held it open for 5 s.")]
    [InlineData(5, "'config.json' cannot be written: another program has held it open for 5 s, or the right to replace it is missing.")]
    public void After_five_seconds_it_ends_with_the_file_named(int error, string problem)
    {
        var thrown = Assert.Throws<EcrException>(() => HeldFile.Run<int>("config.json", "written", () => throw WindowsApi.Fault(error)));
        Assert.Equal((EcrErrorReason.ConfigBusy, problem), (thrown.Reason, thrown.Problem));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(112)]
    public void Any_other_error_is_not_waited_for(int error)
    {
        var tries = 0;
        Assert.Throws<IOException>(() => HeldFile.Run<int>("config.json", "written", () =>
        {
            tries++;
            throw WindowsApi.Fault(error);
        }));
        Assert.Equal(1, tries);
    }
}
