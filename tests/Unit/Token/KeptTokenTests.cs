using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;
using EcrBoot.Host;
using EcrBoot.Token;
using Xunit;

namespace EcrBoot.Unit.Token;

/// <summary>How old a kept token is, whatever the clock does, and where tokens are kept.</summary>
public sealed class KeptTokenTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(5 * 60 + 59, true, true)]
    [InlineData(6 * 60 + 1, true, false)]
    [InlineData(11 * 60 + 54, true, false)]
    [InlineData(11 * 60 + 56, false, false)]
    [InlineData(13 * 60, false, false)]
    [InlineData(-3, true, true)] // the clock was put right
    public void It_is_renewed_from_half_its_life_on_and_served_until_five_minutes_before_its_end(int minutes, bool isUsable, bool isYoung)
    {
        var token = KeptToken.Parse(Kept().ToBytes())!;
        var now = Host(Start.AddMinutes(minutes));
        Assert.Equal((isUsable, isYoung), (token.IsUsable(now), token.IsYoung(now)));
    }

    [Fact]
    public void Within_a_boot_a_clock_that_goes_back_makes_no_token_younger()
    {
        // Kept by a clock a day ahead of now: within this boot the other clock tells that it is young all the same.
        var token = Kept();
        Assert.True(token.IsUsable(Host(Start.AddDays(-1))));
        Assert.False(OfAnotherBoot(token).IsUsable(Host(Start.AddDays(-1))));
        Assert.True(OfAnotherBoot(token).IsUsable(Host(Start.AddHours(1))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"version\":\"2\"}")]
    [InlineData("{\"version\":1,\"userName\":\"AWS\",\"password\":\"x\",\"expiresAt\":\"99\",\"life\":\"1\"}")]
    [InlineData("{\"version\":\"1\",\"userName\":\"AWS\",\"password\":\"x\",\"expiresAt\":\"soon\",\"life\":\"1\"}")]
    [InlineData("{\"version\":\"1\",\"userName\":\"AWS\",\"password\":\"x\",\"expiresAt\":\"99\",\"life\":\"-5\"}")]
    [InlineData("{\"version\":\"1\",\"userName\":\"AWS\",\"password\":\"\",\"expiresAt\":\"99\",\"life\":\"5\"}")]
    [InlineData("{\"version\":\"1\",\"userName\":\"AWS\",\"password\":\"x\",\"expiresAt\":\"-900000000000\",\"life\":\"5\"}")]
    [InlineData("{\"version\":\"1\",\"userName\":\"AWS\",\"password\":\"x\",\"expiresAt\":\"99\",\"life\":\"9223372036854775807\"}")]
    [InlineData("[[[[[")]
    public void What_is_no_token_is_none(string json) => Assert.Null(KeptToken.Parse(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("keptAt")]
    [InlineData("uptime")]
    [InlineData("renewalFailedAt")]
    public void A_time_out_of_this_world_breaks_nothing(string name)
    {
        var json = Encoding.UTF8.GetString(Kept().ToBytes());
        foreach (var time in new[] { "-1099511627775", "-900000000000", "-34359738367", "34359738367", "68719476735", "9223372036854775807", "-9223372036854775808", "", "now" })
        {
            var text = Regex.Replace(json, $"\"{name}\": \"[^\"]*\"", $"\"{name}\": \"{time}\"", RegexOptions.None, TimeSpan.FromSeconds(1));
            if (name == "renewalFailedAt")
                text = json.Replace("{", $"{{\"{name}\": \"{time}\",", StringComparison.Ordinal);
            var token = KeptToken.Parse(Encoding.UTF8.GetBytes(text))!;
            Assert.Null(Record.Exception(() => (token.IsUsable(Host(Start)), token.IsYoung(Host(Start)), token.IsPaused(Host(Start)))));
            Assert.False(OfAnotherBoot(token).IsUsable(Host(Start.AddDays(1))));
        }
    }

    [Theory]
    [InlineData("/home/me/.cache/ecrboot", "HOME=/home/me")]
    [InlineData("/cache/ecrboot", "HOME=/home/me", "XDG_CACHE_HOME=/cache")]
    [InlineData("/home/me/.cache/ecrboot", "HOME=/home/me", "XDG_CACHE_HOME=relative")]
    [InlineData(null, "HOME=/home/me", "ECRBOOT_CACHE=off")]
    [InlineData(null, "HOME=/home/me", "ECRBOOT_CACHE=OFF")]
    [InlineData(null, "HOME=/home/me", "AWS_ECR_DISABLE_CACHE=1")]
    [InlineData(null, "HOME=relative")]
    public void The_place_is_where_the_desktop_specification_says(string? expected, params string[] variables)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in variables)
            all[variable.Split('=')[0]] = variable.Split('=')[1];
        Assert.Equal(expected, TokenCachePlace.Find(user: null, new HostEnvironment(all), out var whyNone));
        Assert.NotEmpty(whyNone);
    }

    private static KeptToken Kept() => KeptToken.Of(
        TokenKey.OfGiven("123456789012.dkr.ecr.eu-central-1.amazonaws.com"), "AWS", "secret", Start.AddHours(12), TimeSpan.FromHours(12), Host(Start));

    private static KeptToken OfAnotherBoot(KeptToken token) =>
        KeptToken.Parse(Encoding.UTF8.GetBytes(Regex.Replace(Encoding.UTF8.GetString(token.ToBytes()), "\"boot\": \"[^\"]*\"", "\"boot\": \"another\"", RegexOptions.None, TimeSpan.FromSeconds(1))))!;

    private static HostEnvironment Host(DateTimeOffset now) => new(new Dictionary<string, string>(StringComparer.Ordinal), () => now);
}
