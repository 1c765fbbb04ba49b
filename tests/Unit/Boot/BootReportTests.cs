using System;
using System.Text;
using EcrBoot.Boot;
using Xunit;

namespace EcrBoot.Unit.Boot;

public sealed class BootReportTests
{
    [Fact]
    public void A_report_is_one_line_of_json_with_the_names_that_are_promised()
    {
        var report = new BootReport
        {
            Program = "0.1.0",
            BootId = "6f0c",
            Begun = new DateTimeOffset(2026, 11, 22, 23, 14, 3, 987, TimeSpan.FromHours(1)),
            Verdict = BootReport.Failed,
            Reason = "AccessDenied",
            Logins = { new BootReportLogin { User = "runner", ExpiresAt = DateTimeOffset.UnixEpoch } },
        };
        Assert.Equal(
            """{"version":1,"program":"0.1.0","bootId":"6f0c","instanceId":null,"role":null,"begun":"2026-11-22T22:14:03Z","ended":null,"verdict":"Failed","reason":"AccessDenied","problem":null,"remedy":null,"log":null,"logins":[{"registry":"","user":"runner","configPath":null,"store":null,"expiresAt":"1970-01-01T00:00:00Z","reason":null,"problem":null,"remedy":null}]}""",
            Encoding.UTF8.GetString(report.ToJson()));
        Assert.Equal("runner", Assert.Single(BootReport.FromJson(report.ToJson())!.Logins).User);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"begun":"yesterday"}""")]
    [InlineData("""{"begun":7}""")]
    [InlineData("""{"logins":7}""")]
    public void What_is_no_report_is_none(string json) => Assert.Null(BootReport.FromJson(Encoding.UTF8.GetBytes(json)));
}
