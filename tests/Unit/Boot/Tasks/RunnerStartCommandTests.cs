using System;
using EcrBoot.Boot;
using Xunit;

namespace EcrBoot.Unit.Boot.Tasks;

/// <summary>The command line that starts the runners. tests/Windows runs it.</summary>
public sealed class RunnerStartCommandTests
{
    [Fact]
    public void It_waits_for_the_end_of_the_login_and_starts_what_was_held()
    {
        var options = new HookOptions { HoldRunner = true, Before = @"Folder\runner init", TimeoutSec = 120 };
        var expected = """
            /d /v:off /c "S/cmd.exe /d /v:off /c "for /l %i in (1,1,126) do @S/reg.exe query HKLM\SOFTWARE\EcrBoot\LoginEnded >nul 2>&1 & if not errorlevel 1 (exit) else S/ping.exe -n 2 127.0.0.1 >nul"
             & S/schtasks.exe /Run /TN "Folder\runner init" >nul
             & for /f "tokens=5 delims=\" %k in ('S/reg.exe query HKLM\SOFTWARE\EcrBoot\HeldRunners') do @S/sc.exe start "%k" >nul & if errorlevel 1 S/ping.exe -n 6 127.0.0.1 >nul & S/sc.exe start "%k" >nul"
            """.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        Assert.Equal(expected, RunnerStartCommand.Arguments(options, "S"));
    }

    [Fact]
    public void It_needs_nothing_but_the_systems_own_programs()
    {
        var text = RunnerStartCommand.Arguments(new HookOptions { HoldRunner = true, Before = "runnerinit", TimeoutSec = 3600 }, @"C:\Windows\System32");
        Assert.DoesNotContain("ecrboot.exe", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("powershell", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Program", text, StringComparison.Ordinal);
        Assert.True(text.Length < 2000, "cmd takes 8191 characters.");
    }

    // A look takes up to 0.1 s besides its wait. Nobody is started before the login's own deadline, nor later than 20 s after it.
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(120)]
    [InlineData(161)]
    [InlineData(162)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(3600)]
    public void A_login_that_never_ends_holds_the_runners_for_its_timeout_and_20_seconds(int timeout)
    {
        var (looks, seconds, left) = RunnerStartCommand.Wait(timeout);
        Assert.InRange((looks * seconds) + left, timeout, timeout + 20);
        Assert.InRange((looks * (seconds + 0.1)) + left, timeout, timeout + 19.5);
    }
}
