using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using EcrBoot.Docker;
using Xunit;

namespace EcrBoot.Unit.Docker;

/// <summary>Windows' credential manager takes 2,560 bytes; a longer login is refused before its helper is asked. Here the helper is a shell script.</summary>
[Collection(nameof(HelperPrograms))]
public sealed class WincredTests : IDisposable
{
    private const string Host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("""{"credsStore":"wincred"}""", "credsStore", 2561)]
    [InlineData("""{"credsStore":"wincred.exe"}""", "credsStore", 2561)]
    [InlineData("{\"credHelpers\":{\"" + Host + "\":\"wincred\"}}", $"credHelpers['{Host}']", 4096)]
    public async Task A_longer_login_is_refused_with_the_remedies_and_nothing_is_changed(string config, string key, int length)
    {
        HelperPrograms.WriteScript(_folder, "wincred", """touch "$(dirname "$0")/asked" """);
        HelperPrograms.WriteScript(_folder, "wincred.exe", """touch "$(dirname "$0")/asked" """);
        _folder.Write("config.json", config);

        var error = (await SaveAsync(new string('x', length))).Error!;

        Assert.Equal(EcrErrorReason.StoreRefused, error.Reason);
        Assert.Contains($"has {length:N0} bytes", error.Problem, StringComparison.Ordinal);
        Assert.Contains(key, error.Problem, StringComparison.Ordinal);
        Assert.Contains("2,560 at most", error.Problem, StringComparison.Ordinal);
        Assert.Contains($"\"credHelpers\": {{\"{Host}\": \"\"}}", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("Register-EcrCredentialHelper", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("bin/asked")));
        Assert.Equal(config, File.ReadAllText(_folder.File("config.json")));
    }

    [Theory]
    [InlineData("wincred", 2560, 1)]
    [InlineData("wincred", 1280, 2)]
    [InlineData("other", 4096, 1)]
    public async Task What_fits_is_handed_over_and_other_helpers_have_no_such_limit(string helper, int characters, int bytesEach)
    {
        HelperPrograms.Write(_folder, helper);
        _folder.Write("config.json", $$"""{"credsStore":"{{helper}}"}""");
        Assert.Null((await SaveAsync(new string(bytesEach == 1 ? 'x' : 'é', characters))).Error);
        Assert.Contains(Host, File.ReadAllText(_folder.File(helper + ".kept")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_counts_bytes_and_not_characters()
    {
        HelperPrograms.Write(_folder, "wincred");
        _folder.Write("config.json", """{"credsStore":"wincred"}""");
        Assert.Contains("2,562 bytes", (await SaveAsync(new string('é', 1281))).Error!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_helper_on_the_credential_manager_that_refuses_gets_the_same_words()
    {
        HelperPrograms.WriteScript(_folder, "desktop", "echo 'The stub received bad data.'; exit 1");
        _folder.Write("config.json", """{"credsStore":"desktop"}""");
        var error = (await SaveAsync(new string('x', 2700))).Error!;
        Assert.Contains("Windows' credential manager, to which credsStore gives it ('docker-credential-desktop'), takes 2,560 at most and said 'The stub received bad data'", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("{}", true)]
    [InlineData("""{"auths":{},"credHelpers":{},"credsStore":"","psFormat":"x"}""", true)]
    [InlineData("""{"auths":{"other.example":{}}}""", false)]
    [InlineData("""{"credHelpers":{"other.example":""}}""", false)]
    [InlineData("""{"credsStore":"wincred"}""", false)]
    public void Docker_takes_wincred_by_itself_only_where_nothing_is_set_and_nothing_stored(string config, bool isFresh) =>
        Assert.Equal(isFresh, LoginStores.IsFresh(Parse(config)));

    [Theory]
    [InlineData("", "file")]
    [InlineData("""{"auths":{}}""", "file")]
    [InlineData("""{"credsStore":"wincred"}""", "helper wincred")]
    [InlineData("{\"credsStore\":\"wincred\",\"credHelpers\":{\"" + Host + "\":\"\"}}", "file")]
    public void A_new_login_goes_where_a_key_says_and_else_into_the_file(string config, string store) =>
        Assert.Equal(store, LoginStores.ForNew(Parse(config), Host).ToString());

    public void Dispose() => _folder.Dispose();

    private static DockerConfigFile Parse(string config) => DockerConfigFile.Parse(Encoding.UTF8.GetBytes(config), "config.json");

    private async Task<StoredLogin> SaveAsync(string password)
    {
        var host = HelperPrograms.Host(_folder);
        var logins = new DockerLogins(DockerConfigLocation.Resolve(_folder, user: null, host), host);
        return Assert.Single(await logins.SaveAsync([new RegistryCredential(Host, "AWS", password)], TestContext.Current.CancellationToken));
    }
}
