using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using EcrBoot.Host;
using EcrBoot.Token;
using Xunit;

namespace EcrBoot.Unit.Token;

/// <summary>Signatures beside those of AWS's own test suite for Signature Version 4 (aws-sig-v4-test-suite).</summary>
public sealed class RequestSignatureTests
{
    private const string Credential = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ";

    private const string Session =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8p"
        + "hUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabI"
        + "Qwj2ICCR/oLxBA==";

    public static TheoryData<string, string?, string, string, string> Suite() => new()
    {
        { "post-vanilla", null, "", "", "SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b" },
        {
            "post-sts-header-before", Session, "", "",
            "SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
        },
        {
            "post-x-www-form-urlencoded", null, "application/x-www-form-urlencoded", "Param1=value1",
            "SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
        },
    };

    [Theory, MemberData(nameof(Suite))]
    public void A_request_is_signed_as_in_AWS_s_test_suite(string name, string? session, string contentType, string content, string signature)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (contentType.Length > 0)
            headers["Content-Type"] = contentType;
        var keys = new AwsKeys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", session, "the test");
        var now = new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
        var signed = RequestSignature.Headers(new Uri("https://example.amazonaws.com/"), headers, Encoding.UTF8.GetBytes(content), keys, "us-east-1", "service", now);
        Assert.True(Credential + signature == signed["Authorization"], $"{name}: {signed["Authorization"]}");
        Assert.Equal(session, signed.GetValueOrDefault("X-Amz-Security-Token"));
    }

    [Fact]
    public void The_hour_of_another_time_zone_is_signed_as_UTC()
    {
        var keys = new AwsKeys("AKIDEXAMPLE", "secret", null, "the test");
        var signed = RequestSignature.Headers(
            new Uri("https://example.amazonaws.com/"), new Dictionary<string, string>(StringComparer.Ordinal), [], keys, "us-east-1", "service", new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.FromHours(2)));
        Assert.Equal("20251231T230000Z", signed["X-Amz-Date"]);
        Assert.Contains("/20251231/us-east-1/", signed["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_code_is_the_one_that_dotnet_computes_for_keys_and_texts_of_any_length()
    {
        for (var length = 0; length <= 200; length++)
        {
            var key = Encoding.ASCII.GetBytes(new string('k', length));
            var text = new string('ä', 200 - length);
            Assert.Equal(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)), Sha256.Mac(key, text));
        }
    }
}
