using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Docker;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Docker;

/// <summary>Storing when helpers hang and others write the same file.</summary>
[Collection(nameof(HelperPrograms))]
public sealed class LoginSavingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task A_helper_that_hangs_costs_no_other_its_login()
    {
        HelperPrograms.Write(_folder, "keep");
        HelperPrograms.WriteScript(_folder, "hang", "exec sleep 600");
        Config("""{"credHelpers":{"a.example":"hang","b.example":"keep"}}""");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));

        var saved = await Save(deadline.Token, "a.example", "b.example", "c.example");

        Assert.Equal(EcrErrorReason.TimedOut, saved[0].Error!.Reason);
        Assert.Contains("'docker-credential-hang' did not answer for a.example", saved[0].Error!.Problem, StringComparison.Ordinal);
        Assert.All(saved.Skip(1), login => Assert.Null(login.Error));
        Assert.Equal(["b.example", "c.example"], Read().Keys);
    }

    [Fact]
    public async Task What_belongs_in_the_file_is_there_before_a_helper_is_asked()
    {
        HelperPrograms.WriteScript(_folder, "look", """grep -q '"auth"' "$(dirname "$0")/../config.json" """);
        Config("""{"credHelpers":{"a.example":"look"}}""");
        Assert.All(await Save(default, "a.example", "b.example"), login => Assert.Null(login.Error));
    }

    [Fact]
    public async Task When_the_time_is_up_the_file_is_written_all_the_same()
    {
        HelperPrograms.Write(_folder, "keep");
        Config("""{"credHelpers":{"a.example":"keep"}}""");
        var saved = await Save(new CancellationToken(canceled: true), "a.example", "b.example");
        Assert.Equal(EcrErrorReason.TimedOut, saved[0].Error!.Reason);
        Assert.Null(saved[1].Error);
        Assert.Equal(["b.example"], Read().Keys);
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled_though_a_helper_is_at_work()
    {
        HelperPrograms.WriteScript(_folder, "hang", "exec sleep 600");
        Config("""{"credsStore":"hang"}""");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Logins().SaveAsync([Login("a.example")], cancel.Token, default));
    }

    [Fact]
    public async Task Helpers_are_asked_side_by_side()
    {
        // Each waits for the others to have begun.
        HelperPrograms.WriteScript(_folder, "meet", """
            cat > /dev/null; here="$(dirname "$0")/../here"; echo >> "$here"
            for i in $(seq 200); do [ "$(wc -l < "$here")" = 4 ] && exit 0; sleep 0.05; done
            exit 1
            """);
        Config("""{"credsStore":"meet"}""");
        Assert.All(await Save(default, "a.example", "b.example", "c.example", "d.example"), login => Assert.Null(login.Error));
    }

    [Fact]
    public async Task A_login_that_a_writer_without_a_lock_has_undone_is_put_back()
    {
        // As docker login does: it writes back what it had read before.
        HelperPrograms.WriteScript(_folder, "stale", """cd "$(dirname "$0")/.."; cp stale.json new.json; mv new.json config.json""");
        const string Before = """{"auths":{"a.example":{"auth":"b2xkOm9sZA=="},"docker.example":{"auth":"YTpi"}},"credHelpers":{"b.example":"stale"}}""";
        _folder.Write("stale.json", Before);
        Config(Before);
        Assert.All(await Save(default, "a.example", "b.example", "c.example"), login => Assert.Null(login.Error));
        Assert.Equal(["a.example", "b.example", "c.example", "docker.example"], Read().Keys);
        Assert.Equal("p", Read().Find("a.example")!.Password);
        Assert.Equal("p", Read().Find("c.example")!.Password);
    }

    [Fact]
    public async Task A_login_that_somebody_has_made_since_stays()
    {
        HelperPrograms.WriteScript(_folder, "newer", """cd "$(dirname "$0")/.."; cp newer.json new.json; mv new.json config.json""");
        _folder.Write("newer.json", """{"auths":{"a.example":{"auth":"bmV3Om5ldw=="}},"credHelpers":{"b.example":"newer"}}""");
        Config("""{"auths":{"a.example":{"auth":"b2xkOm9sZA=="}},"credHelpers":{"b.example":"newer"}}""");
        await Save(default, "a.example", "b.example");
        Assert.Equal("new", Read().Find("a.example")!.Password);
    }

    [Fact]
    public void What_is_undone_again_and_again_is_given_up()
    {
        var calls = 0;
        var error = Assert.Throws<EcrException>(() => DockerConfigUpdate.Apply(
            DockerConfigLocation.Resolve(_folder, null, HelperPrograms.Host(_folder)),
            config => config.Set(new($"h{++calls}.example", "AWS", "p")),
            FolderLock.Patience,
            TestContext.Current.CancellationToken));
        Assert.Equal(EcrErrorReason.ConfigBusy, error.Reason);
        Assert.Contains("each time another program undid that", error.Problem, StringComparison.Ordinal);
        Assert.Equal(4, Read().Keys.Count);
    }

    public void Dispose() => _folder.Dispose();

    private static RegistryCredential Login(string host) => new(host, "AWS", "p");

    private void Config(string text) => _folder.Write("config.json", text);

    private DockerConfigFile Read() => DockerConfigFile.Parse(File.ReadAllBytes(_folder.File("config.json")), "");

    private DockerLogins Logins() => new(DockerConfigLocation.Resolve(_folder, null, HelperPrograms.Host(_folder)), HelperPrograms.Host(_folder));

    private Task<IReadOnlyList<StoredLogin>> Save(CancellationToken deadline, params string[] hosts) =>
        Logins().SaveAsync(Array.ConvertAll(hosts, Login), TestContext.Current.CancellationToken, deadline);
}
