using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcrBoot.Registry;
using Xunit;

namespace EcrBoot.Unit.Registry;

public sealed class EcrEndpointsTests
{
    public static IEnumerable<TheoryDataRow<string, bool, bool, string>> BotocoreEndpoints() =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Registry", "endpoints.txt"))
        where !line.StartsWith('#')
        let cells = line.Split(' ')
        select new TheoryDataRow<string, bool, bool, string>(cells[0], bool.Parse(cells[1]), bool.Parse(cells[2]), cells[3]);

    [Theory, MemberData(nameof(BotocoreEndpoints))]
    public void The_api_endpoint_is_botocores(string region, bool fips, bool dualStack, string expected) =>
        Assert.Equal(new Uri(expected), EcrEndpoints.ApiEndpoint(region, fips, dualStack));

    [Theory]
    [InlineData("")]
    [InlineData("eu central 1")]
    [InlineData("eu-central-1.evil.example")]
    [InlineData("eu-central-1/@evil.example")]
    [InlineData("-eu-central-1")]
    public void A_region_that_would_change_the_host_is_refused(string region)
    {
        var error = Assert.Throws<EcrException>(() => EcrEndpoints.ApiEndpoint(region, fips: false, dualStack: false));
        Assert.Equal(EcrErrorReason.RegionUnknown, error.Reason);
    }
}
