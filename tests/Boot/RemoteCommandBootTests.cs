using System;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace EcrBoot.BootTests;

/// <summary>A look at a host as AWS Systems Manager takes it: root, no HOME, and the first 24,000 characters of the output.</summary>
public sealed class RemoteCommandBootTests
{
    private const int Kept = 24_000;
    private const string Program = "/usr/local/lib/ecrboot/bin/ecrboot";

    [Theory]
    [InlineData("", "Succeeded")]
    [InlineData("--fault access-denied", "Failed AccessDenied")]
    public async Task The_verdict_comes_first_however_long_the_log(string fault, string verdict)
    {
        using var guest = new Guest();
        guest.AddAws(fault);
        guest.AddRunner("actions.runner.acme.host");
        guest.Install("-User runner -TimeoutSec 4");
        var boot = await guest.BootAsync(before: $"""
            awk 'BEGIN {"{ for (i = 0; i < 20000; i++) print \"a line of somebody else, \" i \" xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" }"}' >>/var/log/onboot
            stat -c %s /var/log/onboot >/results/size
            env -u HOME {Program} test >/results/test
            env -u HOME {Program} test --json >/results/json
            {guest.InShell("Get-EcrBootLog")} >/results/get
            """);
        boot.MustBeWhole();
        Assert.True(long.Parse(boot.Read("size"), CultureInfo.InvariantCulture) > 2_000_000, boot.Read("size"));
        Assert.StartsWith(verdict, boot.Read("test"), StringComparison.Ordinal);
        Assert.StartsWith($"{{\"verdict\":\"{verdict.Split(' ')[0]}\"", boot.Read("json"), StringComparison.Ordinal);
        Assert.StartsWith("Verdict  : " + verdict, Regex.Replace(boot.Read("get"), "\u001B\\[[0-9;]*m", "").TrimStart(), StringComparison.Ordinal);
        Assert.All(new[] { "test", "json", "get" }, name => Assert.InRange(boot.Read(name).Length, 1, Kept));
    }
}
