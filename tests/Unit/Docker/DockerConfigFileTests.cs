using System;
using System.IO;
using System.Linq;
using System.Text;
using EcrBoot.Docker;
using Xunit;

namespace EcrBoot.Unit.Docker;

public sealed class DockerConfigFileTests
{
    private const string Host = "127.0.0.1:5999";
    private static readonly RegistryCredential s_login = new(Host, "AWS", "p<&>w");

    public static TheoryData<string> Goldens => new(Directory.GetFiles(GoldenFolder, "*.after.json.golden").Select(path => Path.GetFileName(path).Split('.')[0]));

    private static string GoldenFolder => Path.Combine(AppContext.BaseDirectory, "Docker", "golden");

    [Theory]
    [MemberData(nameof(Goldens))]
    public void What_is_written_is_what_docker_28_2_wrote(string name)
    {
        var before = Path.Combine(GoldenFolder, name + ".before.json.golden");
        var config = DockerConfigFile.Parse(File.Exists(before) ? File.ReadAllBytes(before) : null, before);

        Assert.True(name.StartsWith("helper-", StringComparison.Ordinal) ? config.SetEmpty(Host) : config.Set(s_login));

        Assert.Equal(File.ReadAllText(Path.Combine(GoldenFolder, name + ".after.json.golden")), Encoding.UTF8.GetString(config.ToBytes()));
    }

    [Theory]
    [MemberData(nameof(Goldens))]
    public void What_docker_wrote_is_not_changed_by_the_same_login(string name)
    {
        var after = Path.Combine(GoldenFolder, name + ".after.json.golden");
        var config = DockerConfigFile.Parse(File.ReadAllBytes(after), after);

        Assert.False(name.StartsWith("helper-", StringComparison.Ordinal) ? config.SetEmpty(Host) : config.Set(s_login));

        Assert.Equal(File.ReadAllText(after), Encoding.UTF8.GetString(config.ToBytes()));
    }

    [Theory]
    [InlineData("unknown keys at the top", """{"zzz":{"a":[1,2]},"auths":{},"aaa":null}""", """{"zzz":{"a":[1,2]},"auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53"}},"aaa":null}""")]
    [InlineData("unknown keys in the entry", """{"auths":{"127.0.0.1:5999":{"x":1,"auth":"b2xk","y":2}}}""", """{"auths":{"127.0.0.1:5999":{"x":1,"auth":"QVdTOnA8Jj53","y":2}}}""")]
    [InlineData("an email", """{"auths":{"127.0.0.1:5999":{"email":"e","identitytoken":"t"}}}""", """{"auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53","email":"e"}}}""")]
    [InlineData("digits of numbers", """{"n":[1.0,1e400,-0,12345678901234567890.10],"auths":{}}""", """{"n":[1.0,1e400,-0,12345678901234567890.10],"auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53"}}}""")]
    [InlineData("doubles of unknown keys", """{"k":1,"k":2,"auths":{}}""", """{"k":1,"k":2,"auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53"}}}""")]
    [InlineData("two auths, as Go merges them", """{"auths":{"a":{},"b":{"auth":"MQ=="}},"Auths":{"b":{"auth":"Mg=="}}}""", """{"auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53"},"a":{},"b":{"auth":"Mg=="}}}""")]
    [InlineData("half of a surrogate pair", """{"k\udfff":"\ud800\n\\<\ud83d\ude00é","auths":{}}""", """{"k\udfff":"\ud800\n\\\u003c😀é","auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53"}}}""")]
    [InlineData("a null entry", """{"auths":{"127.0.0.1:5999":null,"a":null}}""", """{"auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53"},"a":null}}""")]
    [InlineData("a byte-order mark gone", "\uFEFF{}", """{"auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53"}}}""")]
    [InlineData("null", "null", """{"auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53"}}}""")]
    [InlineData("blanks", " \r\n\t", """{"auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53"}}}""")]
    [InlineData("a legacy entry of another host", """{"auths":{"z":{"username":"u","password":"p"}}}""", """{"auths":{"127.0.0.1:5999":{"auth":"QVdTOnA8Jj53"},"z":{"username":"u","password":"p"}}}""")]
    public void A_login_keeps(string what, string before, string after)
    {
        var config = Parse(before);
        Assert.True(config.Set(s_login), what);
        var written = Encoding.UTF8.GetString(config.ToBytes());
        Assert.Equal(after, string.Concat(written.Split('\n').Select(line => line.TrimStart('\t'))).Replace("\": ", "\":", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"auths\": {]", "not valid JSON at line 1, column 12")]
    [InlineData("{\n  \"auths\": {},\n}", "not valid JSON at line 3, column 1")]
    [InlineData("{\n\"é\": x}", "not valid JSON at line 2, column 6")]
    [InlineData("{} secret", "not valid JSON at line 1, column 4")]
    [InlineData("{\"a\":", "not valid JSON at line 1, column 6")]
    [InlineData("// secret\n{}", "not valid JSON at line 1, column 1")]
    [InlineData("[\"secret\"]", "something else than an object at line 1, column 1")]
    [InlineData("{\n\t\"auths\": [\"secret\"]\n}", "something else than an object for auths at line 2, column 11")]
    [InlineData("{\"auths\":{\"h\":\"secret\"}}", "something else than an object for an entry of auths at line 1, column 15")]
    [InlineData("{\"auths\":{\"h\":{\"auth\":7}}}", "something else than a text for auth at line 1, column 23")]
    [InlineData("{\"credsStore\":[]}", "something else than the name of a credential helper at line 1, column 15")]
    [InlineData("{\"credHelpers\":\"secret\"}", "something else than an object for credHelpers at line 1, column 16")]
    [InlineData("{\"credHelpers\":{\"h\":{\"secret\":1}}}", "something else than the name of a credential helper at line 1, column 21")]
    public void A_malformed_file_is_refused_with_its_place_and_without_its_content(string text, string problem)
    {
        var error = Assert.Throws<EcrException>(() => Parse(text));
        Assert.Equal(EcrErrorReason.ConfigMalformed, error.Reason);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_utf_8_is_refused() =>
        Assert.Equal(EcrErrorReason.ConfigMalformed, Assert.Throws<EcrException>(() => DockerConfigFile.Parse([.. "{\"a\":\""u8, 0xFF, .. "\"}"u8], "c")).Reason);

    [Theory]
    [InlineData(300)]
    [InlineData(100_000)]
    public void Nesting_too_deep_is_refused_and_not_called_bad_json(int depth)
    {
        var error = Assert.Throws<EcrException>(() => Parse("{\"a\":" + new string('[', depth)));
        Assert.Equal(EcrErrorReason.ConfigMalformed, error.Reason);
        Assert.Contains("nested more than 256 levels deep at line 1, column 261.", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_of_256_levels_is_read() =>
        Assert.True(Parse("{\"a\":" + new string('[', 255) + new string(']', 255) + "}").Set(s_login));

    [Theory]
    [InlineData("""{"auths":{"h":{"auth":"QVdTOnAxOjI="}}}""", "AWS", "p1:2")]
    [InlineData("""{"auths":{"h":{"username":"u","password":"p"}}}""", "u", "p")]
    [InlineData("""{"auths":{"h":{"auth":"QVdTOnA=","identitytoken":"t"}}}""", "<token>", "t")]
    [InlineData("""{"auths":{"h":{"auth":"no base64!"}}}""", null, null)]
    [InlineData("""{"auths":{"h":{"auth":"QVdT"}}}""", null, null)]
    [InlineData("""{"auths":{"h":{}}}""", null, null)]
    [InlineData("""{}""", null, null)]
    public void A_login_is_read_as_docker_reads_it(string text, string? user, string? password)
    {
        var found = Parse(text).Find("h");
        Assert.Equal((user, password), (found?.UserName, found?.Password));
    }

    [Theory]
    [InlineData("h.example", "h.example")]
    [InlineData("https://h.example", "h.example")]
    [InlineData("https://h.example/", "h.example")]
    [InlineData("h.example/", "h.example")]
    [InlineData("http://h.example:5000/v2/", "h.example:5000")]
    [InlineData("https://h.example:443/v1", "h.example:443")]
    [InlineData("https://index.docker.io/v1/", "index.docker.io")]
    [InlineData("127.0.0.1:5000", "127.0.0.1:5000")]
    public void A_key_stands_for_a_host(string key, string host) => Assert.Equal(host, ConfigKey.HostOf(key));

    [Fact]
    public void A_credential_prints_no_password() =>
        Assert.Equal("AWS at 127.0.0.1:5999", s_login.ToString());

    private static DockerConfigFile Parse(string text) => DockerConfigFile.Parse(Encoding.UTF8.GetBytes(text), "config.json");
}
