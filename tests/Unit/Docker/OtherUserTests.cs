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

/// <summary>Root logs in another user, who may have planted anything in the home.</summary>
[Collection(nameof(HelperPrograms))]
public sealed class OtherUserTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Config => _folder.File("home/.docker/config.json");

    [Fact]
    public async Task The_users_file_is_made_for_the_user()
    {
        var user = Home();
        Assert.Null(Assert.Single(await Save(user)).Error);
        Assert.Equal("600 daemon\n700 daemon", Shell.Run("stat", "-c", "%a %U", Config, Path.GetDirectoryName(Config)!));
    }

    [Fact]
    public async Task The_helper_runs_as_the_user_with_the_users_home()
    {
        HelperPrograms.WriteScript(_folder, "keep", """cat > "$HOME/$(id -un)"; [ -z "$DOCKER_CONFIG$AWS_SECRET_ACCESS_KEY" ]""");
        var user = Home("""{"credsStore":"keep"}""");
        Assert.Null(Assert.Single(await Save(user)).Error);
        Assert.Equal("daemon", Shell.Run("stat", "-c", "%U", _folder.File("home/daemon")));
    }

    [Theory]
    [InlineData("home/.docker/config.json")]
    [InlineData("home/.docker")]
    public async Task What_root_left_in_the_home_is_refused_with_the_chown_to_run(string theirs)
    {
        var user = Home("{}");
        Shell.Run("chown", "0:0", _folder.File(theirs));
        var error = Assert.Single(await Save(user)).Error!;
        Assert.Equal(EcrErrorReason.ConfigNotOwned, error.Reason);
        Assert.Equal("Run: sudo chown -R daemon: " + Path.GetDirectoryName(Config), error.Remedy);
        Assert.Equal("{}", File.ReadAllText(Config));
    }

    [Fact]
    public async Task A_link_to_what_only_root_may_read_leaks_nothing()
    {
        var user = Home("{}");
        var secret = Plant("secret.json", "{\"auths\":{\"secret.example\":{\"auth\":\"YTpi\"}}}", "0600");
        var error = Assert.Single(await Save(user)).Error!;
        Assert.Equal(EcrErrorReason.ConfigNotOwned, error.Reason);
        Assert.StartsWith("Remove the link", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("secret.example", error.ToString(), StringComparison.Ordinal);
        var listing = await Assert.ThrowsAsync<EcrException>(() => Logins(user).ListAsync(_ => true, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("secret.example", listing.ToString(), StringComparison.Ordinal);
        Assert.Equal("root 600", Shell.Run("stat", "-c", "%U %a", secret));
    }

    [Fact]
    public async Task A_link_into_a_folder_that_the_user_may_not_enter_is_refused_by_the_kernel()
    {
        var user = Home("{}");
        Plant("vault/secret.json", "secret", "0600");
        Shell.Run("chmod", "0700", _folder.File("vault"));
        var error = Assert.Single(await Save(user)).Error!;
        Assert.Equal(EcrErrorReason.ConfigNotOwned, error.Reason);
        Assert.Contains("Permission denied", error.Problem, StringComparison.Ordinal);
        Assert.Equal("Remove the link: sudo rm " + Config, error.Remedy);
    }

    [Fact]
    public async Task A_docker_folder_linked_to_where_the_user_may_not_look_is_refused_with_the_link_to_remove()
    {
        var user = Home();
        Directory.CreateDirectory(_folder.File("vault/roots"));
        Shell.Run("chmod", "0700", _folder.File("vault"));
        Directory.CreateSymbolicLink(Path.GetDirectoryName(Config)!, _folder.File("vault/roots"));
        var error = Assert.Single(await Save(user)).Error!;
        Assert.Equal(EcrErrorReason.ConfigNotOwned, error.Reason);
        Assert.Equal("Remove the link: sudo rm " + Path.GetDirectoryName(Config), error.Remedy);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("vault/roots")));
    }

    [Theory]
    [InlineData("home/.docker", "0500", "Run: chmod u+rwx ", "home/.docker")]
    [InlineData("home/.docker", "0000", "Run: chmod u+rwx ", "home/.docker")]
    [InlineData("home", "0000", "Run: chmod u+rwx ", "home")]
    [InlineData("home/.docker/config.json", "0200", "Run: chmod u+r ", "home/.docker/config.json")]
    public async Task A_mode_that_is_in_the_way_is_answered_with_the_chmod_to_run(string name, string mode, string command, string path)
    {
        var user = Home("{}");
        Shell.Run("chmod", mode, _folder.File(name));
        var error = Assert.Single(await Save(user)).Error!;
        Assert.Equal(EcrErrorReason.ConfigNotWritable, error.Reason);
        Assert.Equal(command + _folder.File(path), error.Remedy);
    }

    [Fact]
    public async Task A_user_without_a_home_is_told_so_and_gets_none()
    {
        TestUser.NeedsRoot();
        Shell.Run("chmod", "0755", _folder);
        var user = TestUser.Daemon(_folder.File("nowhere"));
        var error = Assert.Single(await Save(user)).Error!;
        Assert.Equal(EcrErrorReason.ConfigNotWritable, error.Reason);
        Assert.Contains("The home of 'daemon', " + _folder.File("nowhere") + ", does not exist", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("another folder", error.Message, StringComparison.Ordinal);
        Assert.Throws<EcrException>(Logins(user).Check);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_link_to_a_file_to_be_made_where_only_root_may_makes_none()
    {
        var user = Home("{}");
        File.Delete(Config);
        Directory.CreateDirectory(_folder.File("roots"));
        File.CreateSymbolicLink(Config, _folder.File("roots/new.json"));
        Assert.Equal(EcrErrorReason.ConfigNotWritable, Assert.Single(await Save(user)).Error!.Reason);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("roots")));
    }

    [Fact]
    public async Task A_linked_docker_folder_of_somebody_else_is_refused()
    {
        var user = Home();
        Directory.CreateDirectory(_folder.File("roots"));
        Directory.CreateSymbolicLink(Path.GetDirectoryName(Config)!, _folder.File("roots"));
        var error = Assert.Single(await Save(user)).Error!;
        Assert.Equal(EcrErrorReason.ConfigNotOwned, error.Reason);
        Assert.StartsWith("Remove the link", error.Remedy, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("roots")));
    }

    [Fact]
    public async Task A_link_to_the_users_own_file_is_followed()
    {
        var user = Home("{}");
        File.Move(Config, _folder.File("home/real.json"));
        File.CreateSymbolicLink(Config, "../real.json");
        Assert.Null(Assert.Single(await Save(user)).Error);
        Assert.Contains("ecr.example", File.ReadAllText(_folder.File("home/real.json")), StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(Config).LinkTarget);
    }

    public void Dispose() => _folder.Dispose();

    private OsUser Home(string? config = null)
    {
        TestUser.NeedsRoot();
        Directory.CreateDirectory(_folder.File("home"));
        if (config is not null)
            _folder.Write("home/.docker/config.json", config);
        var user = TestUser.Daemon(_folder.File("home"));
        Shell.Run("chmod", "0755", _folder);
        TestUser.GiveAway(_folder.File("home"), user);
        return user;
    }

    private string Plant(string name, string content, string mode)
    {
        var path = _folder.Write(name, content);
        Shell.Run("chmod", mode, path);
        File.Delete(Config);
        File.CreateSymbolicLink(Config, path);
        Shell.Run("chown", "-h", "daemon:", Config);
        return path;
    }

    private DockerLogins Logins(OsUser user) => new(DockerConfigLocation.Resolve(null, user, HelperPrograms.Host(_folder)), HelperPrograms.Host(_folder));

    private Task<IReadOnlyList<StoredLogin>> Save(OsUser user) =>
        Logins(user).SaveAsync([new("ecr.example", "AWS", "password")], TestContext.Current.CancellationToken);
}
