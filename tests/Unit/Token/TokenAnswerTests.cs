using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using EcrBoot.Token;
using Xunit;

namespace EcrBoot.Unit.Token;

public sealed class TokenAnswerTests
{
    public static TheoryData<string, string?, HttpStatusCode, string?, string, bool> Errors() => new()
    {
        { """{"__type":"AccessDeniedException","message":"no"}""", null, HttpStatusCode.BadRequest, "AccessDeniedException", "no", false },
        { """{"__type":"com.amazonaws.ecr#ServerException","Message":"later"}""", null, HttpStatusCode.InternalServerError, "ServerException", "later", true },
        { """{"message":"slow down"}""", "ThrottlingException:http://internal.amazon.com/coral/", HttpStatusCode.BadRequest, "ThrottlingException", "slow down", true },
        { """{"code":"LimitExceededException"}""", null, HttpStatusCode.BadRequest, "LimitExceededException", "", true },
        { "<html>Bad gateway</html>", null, HttpStatusCode.BadGateway, null, "", true },
        { "<html>Log in first</html>", null, HttpStatusCode.Forbidden, null, "", false },
        { "[]", null, HttpStatusCode.TooManyRequests, null, "", true },
        { "", null, HttpStatusCode.Found, null, "", false },
    };

    [Theory, MemberData(nameof(Errors))]
    public void An_error_is_read_in_every_form_that_AWS_has(string body, string? header, HttpStatusCode status, string? code, string message, bool isPassing)
    {
        using var response = new HttpResponseMessage(status);
        if (header is not null)
            response.Headers.TryAddWithoutValidation("x-amzn-ErrorType", header);
        var error = TokenAnswer.Error(response, Encoding.UTF8.GetBytes(body));
        Assert.Equal((code, message, status, isPassing), (error.ErrorCode, error.Message, error.StatusCode, TokenAnswer.IsPassing(error)));
    }

    [Theory]
    [InlineData("""{"authorizationData":[{"authorizationToken":"QVdTOmE6Yg==","expiresAt":1767225600.5,"proxyEndpoint":"https://123456789012.dkr.ecr.eu-central-1.amazonaws.com"}]}""")]
    [InlineData("""{"authorizationData":{"authorizationToken":"QVdTOmE6Yg==","expiresAt":1767225600.5}}""")]
    public void A_token_is_read_from_a_list_and_from_the_object_itself(string body)
    {
        var token = TokenAnswer.Read(Encoding.UTF8.GetBytes(body), TimeSpan.FromHours(1));
        Assert.Equal(("AWS", "a:b", TimeSpan.FromHours(1)), (token.UserName, token.Password, token.ClockCorrection));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 500, TimeSpan.Zero), token.ExpiresAt);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"AWS\"")]
    [InlineData("""{"authorizationData":[]}""")]
    [InlineData("""{"authorizationData":"QVdTOmE6Yg=="}""")]
    [InlineData("""{"authorizationData":[{"authorizationToken":"QVdTOmE6Yg==","expiresAt":"soon"}]}""")]
    [InlineData("""{"authorizationData":[{"authorizationToken":"QVdTOmE6Yg==","expiresAt":1e300}]}""")]
    [InlineData("""{"authorizationData":[{"authorizationToken":17,"expiresAt":1767225600}]}""")]
    public void Whatever_else_the_answer_holds_is_no_token(string body) =>
        Assert.Equal(EcrErrorReason.AnswerMalformed, Assert.Throws<EcrException>(() => TokenAnswer.Read(Encoding.UTF8.GetBytes(body), TimeSpan.Zero)).Reason);

    [Fact]
    public void What_is_no_JSON_says_so() => Assert.ThrowsAny<JsonException>(() => TokenAnswer.Read("<html>"u8.ToArray(), TimeSpan.Zero));
}
