using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Docker;

/// <summary>Alone, because a program that was just written cannot be started while another test's child still has it open (ETXTBSY).</summary>
[Collection(nameof(HelperPrograms))]
public sealed class DockerLoginsTests : IDisposable
{
    private const string Ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
    private static readonly string s_password = Convert.ToBase64String("{\"payload\":\"x\",\"expiration\":1700000000}"u8);
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task A_login_is_stored_in_the_file_and_found_again()
    {
        var saved = Assert.Single(await Save(Ecr));
        Assert.Null(saved.Error);
        Assert.Equal("file", saved.Store!.ToString());

        var login = Assert.Single(await Logins().ListAsync(_ => true, Cancel));
        Assert.Equal((Ecr, "AWS", "file"), (login.Host, login.UserName, login.Store.ToString()));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), login.ExpiresAt);
        Assert.Equal(s_password, (await Logins().FindAsync(Ecr, Cancel))!.Password);
    }

    [Fact]
    public async Task Each_host_goes_where_docker_would_put_it()
    {
        HelperPrograms.Write(_folder, "keep");
        HelperPrograms.Write(_folder, "other");
        HelperPrograms.WriteScript(_folder, "ecr-login", "exit 1");
        Config("""{"credsStore":"keep","credHelpers":{"a.example":"other","b.example":"ecr-login","c.example":""}}""");

        var saved = await Save("a.example", "b.example", "c.example", "d.example");

        Assert.Equal(["helper other", "helper ecr-login", "file", "helper keep"], saved.Select(login => login.Store!.ToString()).ToArray());
        Assert.All(saved, login => Assert.Null(login.Error));
        Assert.Contains("a.example", File.ReadAllText(_folder.File("other.kept")), StringComparison.Ordinal);
        Assert.Contains("d.example", File.ReadAllText(_folder.File("keep.kept")), StringComparison.Ordinal);
        var config = DockerConfigFile.Parse(File.ReadAllBytes(_folder.File("config.json")), "");
        Assert.Equal(["a.example", "c.example", "d.example"], config.Keys);
        Assert.NotNull(config.Find("c.example"));
        Assert.Null(config.Find("a.example"));
    }

    [Fact]
    public async Task A_helper_takes_a_login_out_of_the_file()
    {
        HelperPrograms.Write(_folder, "keep");
        Config("""{"auths":{"a.example":{"auth":"b2xkOm9sZA=="}},"credsStore":"keep"}""");
        Assert.Null(Assert.Single(await Save("a.example")).Error);
        Assert.Equal("{\n\t\"auths\": {\n\t\t\"a.example\": {}\n\t},\n\t\"credsStore\": \"keep\"\n}", File.ReadAllText(_folder.File("config.json")));
    }

    [Fact]
    public async Task A_missing_helper_is_named_with_its_key_and_the_other_logins_are_stored()
    {
        Config("""{"credHelpers":{"a.example":"gone"}}""");
        var saved = await Save("a.example", "b.example");
        Assert.Equal(EcrErrorReason.HelperMissing, saved[0].Error!.Reason);
        Assert.Contains("'docker-credential-gone' is not on the PATH, but credHelpers['a.example']", saved[0].Error!.Problem, StringComparison.Ordinal);
        Assert.Null(saved[1].Error);
        Assert.NotNull(await Logins().FindAsync("b.example", Cancel));
    }

    [Theory]
    [InlineData("ecr-login")]
    [InlineData("ecrboot")]
    public async Task An_ecr_helper_that_is_not_installed_serves_nobody(string name)
    {
        // On a path of the test's own: this host may have either.
        var logins = new DockerLogins(Location(), new HostEnvironment(new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = _folder.File("bin") }));
        Config($$"""{"credHelpers":{"a.example":"{{name}}" } }""");
        Assert.Equal(EcrErrorReason.HelperMissing, Assert.Single(await logins.SaveAsync([new RegistryCredential("a.example", "AWS", s_password)], Cancel)).Error!.Reason);
        Assert.Equal(EcrErrorReason.HelperMissing, Assert.Throws<EcrException>(() => logins.Check().For("a.example")).Reason);
    }

    [Theory]
    [InlineData("echo 'The stub received bad data.'; exit 1", "The stub received bad data.")]
    [InlineData("echo >&2 on stderr; exit 3", "exit code 3: on stderr.")]
    [InlineData("exit 1", "it said nothing.")]
    [InlineData("printf 'two\\nlines'; exit 1", "two lines.")]
    [InlineData("cat; exit 1", "\"Secret\":\"***\"")]
    [InlineData("cat | cut -c1-108; exit 1", "***")]
    [InlineData("cat | base64 -w0; exit 1", "***")]
    [InlineData("yes", "'docker-credential-keep' wrote more than 1 MiB at 'store' and was ended.")]
    [InlineData("yes >&2", "'docker-credential-keep' wrote more than 1 MiB at 'store' and was ended.")]
    public async Task A_helper_that_refuses_is_quoted_without_the_secret(string script, string words)
    {
        HelperPrograms.WriteScript(_folder, "keep", script);
        Config("""{"credsStore":"keep"}""");
        var error = Assert.Single(await Save(Ecr)).Error!;
        Assert.Equal(EcrErrorReason.StoreRefused, error.Reason);
        Assert.Contains(words, error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(s_password[..12], error.ToString(), StringComparison.Ordinal);
        Assert.InRange(error.Problem.Length, 0, 420);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_helper_that_cannot_be_started_is_an_error_of_its_own()
    {
        HelperPrograms.WriteFile(_folder, "keep", "no program");
        Config("""{"credsStore":"keep"}""");
        Assert.Equal(EcrErrorReason.StoreRefused, Assert.Single(await Save(Ecr)).Error!.Reason);
    }

    [Fact]
    public async Task Logins_with_helpers_are_listed_with_their_expiry()
    {
        HelperPrograms.Write(_folder, "keep");
        Config("""{"credsStore":"keep","credHelpers":{"b.example":"ecrboot","c.example":"keep"}}""");
        await Save("a.example");
        var logins = await Logins().ListAsync(_ => true, Cancel);
        Assert.Equal([("a.example", "helper keep"), ("b.example", "helper ecrboot")], logins.Select(login => (login.Host, login.Store.ToString())));
        Assert.Equal(1700000000, logins[0].ExpiresAt!.Value.ToUnixTimeSeconds());
        Assert.Null(logins[1].UserName);
    }

    [Fact]
    public async Task A_helper_that_fails_hides_no_other_login()
    {
        HelperPrograms.Write(_folder, "keep");
        HelperPrograms.WriteScript(_folder, "locked", "echo 'the keychain is locked'; exit 1");
        Config("""{"auths":{"e.example":{"auth":"YTpi"}},"credHelpers":{"a.example":"gone","b.example":"locked","c.example":"keep","e.example":""}}""");
        await Save("c.example");
        var logins = await Logins().ListAsync(_ => true, Cancel);
        Assert.Equal(
            [("a.example", EcrErrorReason.HelperMissing), ("b.example", EcrErrorReason.StoreRefused), ("c.example", null), ("e.example", (EcrErrorReason?)null)],
            logins.Select(login => (login.Host, login.Error?.Reason)));
    }

    [Fact]
    public async Task A_helper_that_cannot_list_is_asked_for_the_logins_that_the_file_names()
    {
        HelperPrograms.Write(_folder, "keep");
        Config("""{"credsStore":"keep"}""");
        await Save("a.example");
        HelperPrograms.WriteScript(_folder, "keep", "[ $1 = list ] && { echo 'not implemented'; exit 1; }\n" + File.ReadAllText(_folder.File("bin/docker-credential-keep")));
        var logins = await Logins().ListAsync(_ => true, Cancel);
        Assert.Equal([("a.example", null), ("", EcrErrorReason.StoreRefused)], logins.Select(login => (login.Host, login.Error?.Reason)));
        Assert.Null(Assert.Single(await Logins().RemoveAsync(["a.example"], Cancel)).Error);
    }

    [Fact]
    public async Task A_store_that_is_not_installed_is_each_of_its_hosts_error()
    {
        Config("""{"auths":{"a.example":{},"b.example":{}},"credsStore":"gone","credHelpers":{"c.example":""}}""");
        var logins = await Logins().ListAsync(_ => true, Cancel);
        Assert.Equal([("a.example", EcrErrorReason.HelperMissing), ("b.example", EcrErrorReason.HelperMissing)], logins.Select(login => (login.Host, login.Error!.Reason)));
    }

    [Fact]
    public async Task A_login_is_removed_under_the_very_name_under_which_docker_finds_it()
    {
        Config("""{"auths":{"H.example":{"auth":"YTpi"}}}""");
        Assert.Null(await Logins().FindAsync("h.example", Cancel));
        Assert.Equal(EcrErrorReason.NotLoggedIn, Assert.Single(await Logins().RemoveAsync(["h.example"], Cancel)).Error!.Reason);
        Assert.NotNull(await Logins().FindAsync("H.example", Cancel));
        Assert.Null(Assert.Single(await Logins().RemoveAsync(["H.example"], Cancel)).Error);
    }

    [Fact]
    public async Task A_host_outside_the_filter_is_not_asked_for()
    {
        Config("""{"auths":{"a.example":{"auth":"YTpi"}},"credHelpers":{"b.example":"gone"}}""");
        Assert.Equal("a.example", Assert.Single(await Logins().ListAsync(host => host == "a.example", Cancel)).Host);
    }

    [Theory]
    [InlineData("""{"auths":{"h.example":{"auth":"YTpi"},"z":{"auth":"YTpi"}},"x":1}""")]
    [InlineData("""{"auths":{"https://h.example":{"auth":"YTpi"},"h.example/":{},"https://h.example/v1/":{},"z":{"auth":"YTpi"}},"x":1}""")]
    public async Task Just_the_logins_of_a_host_are_removed(string config)
    {
        Config(config);
        Assert.Null(Assert.Single(await Logins().RemoveAsync(["h.example"], Cancel)).Error);
        Assert.Equal("{\n\t\"auths\": {\n\t\t\"z\": {\n\t\t\t\"auth\": \"YTpi\"\n\t\t}\n\t},\n\t\"x\": 1\n}", File.ReadAllText(_folder.File("config.json")));
    }

    [Fact]
    public async Task A_login_with_a_helper_is_removed_from_both()
    {
        HelperPrograms.Write(_folder, "keep");
        Config("""{"credsStore":"keep"}""");
        await Save("a.example", "b.example");
        Assert.Null(Assert.Single(await Logins().RemoveAsync(["a.example"], Cancel)).Error);
        Assert.Equal("b.example", Assert.Single(await Logins().ListAsync(_ => true, Cancel)).Host);
        Assert.DoesNotContain("a.example", File.ReadAllText(_folder.File("config.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"auths":{"z":{"auth":"YTpi"}}}""")]
    [InlineData("""{"credHelpers":{"h.example":"ecr-login"}}""")]
    public async Task Removing_what_is_not_there_says_so_and_writes_nothing(string? config)
    {
        if (config is not null)
            Config(config);
        Assert.Equal(EcrErrorReason.NotLoggedIn, Assert.Single(await Logins().RemoveAsync(["h.example"], Cancel)).Error!.Reason);
        Assert.Equal(config, File.Exists(_folder.File("config.json")) ? File.ReadAllText(_folder.File("config.json")) : null);
    }

    [Fact]
    public async Task A_malformed_file_is_every_logins_error_and_left_as_it_is()
    {
        Config("{ broken");
        var saved = await Save("a.example", "b.example");
        Assert.All(saved, login => Assert.Equal(EcrErrorReason.ConfigMalformed, login.Error!.Reason));
        Assert.Equal("{ broken", File.ReadAllText(_folder.File("config.json")));
    }

    [Fact]
    public async Task Another_writer_is_waited_for_and_then_an_error()
    {
        using var held = FolderLock.Take(_folder, TimeSpan.Zero, CancellationToken.None);
        var logins = Logins();
        logins.Patience = TimeSpan.FromMilliseconds(50);
        var saved = Assert.Single(await logins.SaveAsync([new(Ecr, "AWS", s_password)], Cancel));
        Assert.Equal(EcrErrorReason.ConfigBusy, saved.Error!.Reason);
        Assert.False(File.Exists(_folder.File("config.json")));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        var hosts = Enumerable.Range(0, 24).Select(i => $"h{i:00}.example").ToList();
        var saved = await Task.WhenAll(hosts.Select(host => Task.Run(() => Save(host))));
        Assert.All(saved, result => Assert.Null(Assert.Single(result).Error));
        Assert.Equal(hosts, (await Logins().ListAsync(_ => true, Cancel)).Select(login => login.Host).ToList());
        Assert.Equal("config.json", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_folder))));
    }

    [Fact]
    public void A_change_by_docker_between_reading_and_writing_is_kept()
    {
        Config("""{"auths":{}}""");
        var calls = 0;
        DockerConfigUpdate.Apply(
            Location(),
            config =>
            {
                if (++calls == 2)
                    Config("""{"auths":{"docker.example":{"auth":"YTpi"}}}""");
                return config.Set(new(Ecr, "AWS", s_password));
            },
            FolderLock.Patience,
            Cancel);
        Assert.Equal([Ecr, "docker.example"], DockerConfigFile.Parse(File.ReadAllBytes(_folder.File("config.json")), "").Keys);
    }

    [Fact]
    public void A_file_that_never_stands_still_is_given_up()
    {
        var calls = 0;
        var error = Assert.Throws<EcrException>(() => DockerConfigUpdate.Apply(
            Location(),
            config =>
            {
                Config($$"""{"n":{{++calls}}}""");
                return config.Set(new(Ecr, "AWS", s_password));
            },
            FolderLock.Patience,
            Cancel));
        Assert.Equal(EcrErrorReason.ConfigBusy, error.Reason);
        Assert.Equal("config.json", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_folder))));
    }

    [Fact]
    public async Task A_cancelled_call_writes_nothing() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Logins().SaveAsync([new(Ecr, "AWS", s_password)], new CancellationToken(canceled: true)));

    [Theory]
    [InlineData("not base64!")]
    [InlineData("bm8ganNvbg==")]
    [InlineData("e30=")]
    [InlineData("eyJleHBpcmF0aW9uIjo5OTk5OTk5OTk5OTk5OTk5OTl9")]
    [InlineData("eyJleHBpcmF0aW9uIjoiIn0=")]
    [InlineData("")]
    public void A_password_that_does_not_say_when_it_ends_has_no_expiry(string password) => Assert.Null(EcrPassword.ExpiresAt(password));

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private void Config(string text) => _folder.Write("config.json", text);

    private Task<IReadOnlyList<StoredLogin>> Save(params string[] hosts) =>
        Logins().SaveAsync(Array.ConvertAll(hosts, host => new RegistryCredential(host, "AWS", s_password)), Cancel);

    private DockerConfigLocation Location() => DockerConfigLocation.Resolve(_folder, null, HelperPrograms.Host(_folder));

    private DockerLogins Logins() => new(Location(), HelperPrograms.Host(_folder));
}
