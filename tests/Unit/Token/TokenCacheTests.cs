using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using EcrBoot.Docker;
using EcrBoot.Host;
using EcrBoot.Token;
using Xunit;

namespace EcrBoot.Unit.Token;

/// <summary>What lies in a user's cache, who put it there, and who removes it.</summary>
public sealed class TokenCacheTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly TokenKey Key = TokenKey.Of(new TokenScope("eu-central-1"), "https://api.example/", ["keys", "AKIAONE"], isInstance: false);
    private readonly TestFolder _folder = new();

    private string Place => _folder.File("ecrboot");

    private string File => Path.Combine(Place, Key.Hash!, "token.json");

    [Fact]
    public void It_is_closed_to_others_even_where_it_stood_open()
    {
        TestUser.NeedsLinux();
        Keep(Key);
        Assert.Equal(("700", "700", "600"), (Mode(Place), Mode(Path.GetDirectoryName(File)!), Mode(File)));
        Shell.Run("chmod", "777", Place);
        Assert.NotNull(Open().Find(Key));
        Assert.Equal("700", Mode(Place));
    }

    [Theory]
    [InlineData("mkfifo \"$1\"")]
    [InlineData("mkdir \"$1\"")]
    [InlineData("mkdir \"$1\" \"$1.broken\"")]
    [InlineData("ln -s /dev/zero \"$1\"")]
    [InlineData("ln -s nowhere \"$1\"")]
    [InlineData("ln -s token.json \"$1\"")]
    [InlineData("head -c 5000000 /dev/zero > \"$1\"")]
    [InlineData("cp \"$2\" \"$1\"; chmod 644 \"$1\"")]
    [InlineData("ln -s \"$2\" \"$1\"")]
    public void What_is_no_token_of_this_user_is_set_aside_and_replaced(string plant)
    {
        TestUser.NeedsLinux();
        Keep(Key);
        var good = _folder.File("good");
        System.IO.File.Move(File, good);
        var before = System.IO.File.ReadAllBytes(good);
        Shell.Run("/bin/sh", "-c", plant, "sh", File, good);
        Assert.Null(Open().Find(Key));
        Keep(Key);
        Assert.NotNull(Open().Find(Key));
        Assert.Equal("600", Mode(File));
        Assert.Equal(before, System.IO.File.ReadAllBytes(good));
    }

    [Theory]
    [InlineData("ln -s \"$2\" \"$1\"")]
    [InlineData("echo > \"$1\"")]
    public void A_keys_folder_that_is_none_is_made_anew_and_a_link_is_not_followed(string plant)
    {
        TestUser.NeedsLinux();
        Keep(Key);
        var elsewhere = _folder.File("elsewhere");
        Directory.Move(Path.GetDirectoryName(File)!, elsewhere);
        Shell.Run("/bin/sh", "-c", plant, "sh", Path.GetDirectoryName(File)!, elsewhere);
        Assert.Null(Open().Find(Key));
        Keep(Other("two"));
        Keep(Key);
        Assert.NotNull(Open().Find(Key));
        Assert.Equal(["token.json"], Directory.GetFileSystemEntries(elsewhere).Select(Path.GetFileName));
    }

    [Fact]
    public void Somebody_elses_token_folder_and_link_are_not_taken()
    {
        TestUser.NeedsRoot();
        Keep(Key);
        Shell.Run("chown", "4321", File);
        Assert.Null(Open().Find(Key));
        Keep(Key);
        Shell.Run("chown", "4321", Path.GetDirectoryName(File)!);
        Assert.Null(Open().Find(Key));
        Assert.Throws<EcrException>(() => Keep(Key));

        Directory.Move(Place, _folder.File("mine"));
        System.IO.File.CreateSymbolicLink(Place, _folder.File("mine"));
        Assert.NotNull(TokenCache.Open(user: null, Host(), out _));
        Shell.Run("chown", "-h", "4321", Place);
        Assert.Null(TokenCache.Open(user: null, Host(), out var why));
        Assert.Contains("belongs to somebody else", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("home/.cache")]
    [InlineData("home/.cache/ecrboot")]
    public void Root_follows_no_link_of_the_user_whose_home_it_works_in(string link)
    {
        TestUser.NeedsRoot();
        var roots = Directory.CreateDirectory(_folder.File("run/ecrboot")).FullName;
        Directory.CreateDirectory(Path.Combine(roots, new string('a', 64)));
        Shell.Run("chmod", "755", roots);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(link))!);
        System.IO.File.CreateSymbolicLink(_folder.File(link), link.EndsWith("ecrboot", StringComparison.Ordinal) ? roots : Path.GetDirectoryName(roots)!);
        Shell.Run("chown", "-R", "-h", "4321", _folder.File("home"));
        var host = new HostEnvironment(new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = _folder.File("home") });
        Assert.Null(TokenCache.Open(user: null, host, out var why));
        Assert.Contains("belongs to somebody else", why, StringComparison.Ordinal);
        Assert.Equal("755", Mode(roots));
    }

    [Fact]
    public void What_is_no_keys_folder_is_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(Place, "empty"));
        Directory.CreateDirectory(Path.Combine(Place, "mine"));
        System.IO.File.WriteAllText(Path.Combine(Place, "mine", "token.json"), "mine");
        Keep(Key);
        Assert.True(Directory.Exists(Path.Combine(Place, "empty")));
        Assert.Equal("mine", System.IO.File.ReadAllText(Path.Combine(Place, "mine", "token.json")));
        Assert.Single(Open().All());
    }

    [Fact]
    public void What_has_ended_is_removed_with_what_a_killed_writer_left()
    {
        var ended = Other("ended");
        Keep(ended, life: TimeSpan.FromMinutes(6));
        var folder = Path.Combine(Place, ended.Hash!);
        System.IO.File.WriteAllText(Path.Combine(folder, ".token.json.ecrboot-0011223344556677"), "half a secret");
        Keep(Key, Now.AddMinutes(2));
        Assert.False(Directory.Exists(folder));
        Assert.Single(Directory.GetDirectories(Place));
    }

    [Fact]
    public void Where_somebody_is_at_work_nothing_is_removed()
    {
        var other = Other("other");
        using (Open().Lock(other, TimeSpan.Zero, CancellationToken.None))
        {
            Keep(Key);
            Assert.True(Directory.Exists(Path.Combine(Place, other.Hash!)));
            Assert.Null(Open().Lock(other, TimeSpan.Zero, CancellationToken.None));
        }

        Keep(Key);
        Assert.False(Directory.Exists(Path.Combine(Place, other.Hash!)));
    }

    [Fact]
    public void The_lock_of_a_folder_that_was_removed_meanwhile_is_one_of_the_new_folder()
    {
        TestUser.NeedsLinux();
        var first = Open().Lock(Key, TimeSpan.Zero, CancellationToken.None)!;
        var waiter = new Thread(() => Open().Lock(Key, TimeSpan.FromSeconds(20), CancellationToken.None)!.Dispose());
        waiter.Start();
        Assert.False(waiter.Join(TimeSpan.FromMilliseconds(200)));
        TokenFolder.Delete(Path.GetDirectoryName(File)!);
        var second = Open().Lock(Key, TimeSpan.Zero, CancellationToken.None)!;
        first.Dispose();
        Assert.False(waiter.Join(TimeSpan.FromMilliseconds(300)));
        second.Dispose();
        Assert.True(waiter.Join(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void An_ended_login_is_removed_and_a_new_one_in_its_place_is_not()
    {
        const string Registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
        var key = TokenKey.OfGiven(Registry);
        Keep(key, life: TimeSpan.FromMinutes(6));
        Open().RemoveEnded(key);
        Assert.NotNull(new GivenLogins(Open(), Host()).Find(Registry, out _));
        var later = Host(Now.AddMinutes(2));
        Assert.Null(new GivenLogins(TokenCache.Open(user: null, later, out _)!, later).Find(Registry, out var ended));
        Assert.NotNull(ended);
        Assert.Null(Open().Find(key));
    }

    public void Dispose() => _folder.Dispose();

    private static TokenKey Other(string name) => TokenKey.Of(new TokenScope("eu-central-1"), "https://api.example/", ["keys", name], isInstance: false);

    private static string Mode(string path) => Shell.Run("stat", "-c", "%a", path);

    private HostEnvironment Host(DateTimeOffset? now = null) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_CACHE_HOME"] = _folder, ["LOCALAPPDATA"] = _folder }, () => now ?? Now);

    private TokenCache Open(DateTimeOffset? now = null) => TokenCache.Open(user: null, Host(now), out _)!;

    private void Keep(TokenKey key, DateTimeOffset? now = null, TimeSpan? life = null)
    {
        var host = Host(now);
        Open(now).Keep(key, KeptToken.Of(key, "AWS", "secret", host.UtcNow + (life ?? TimeSpan.FromHours(12)), life ?? TimeSpan.FromHours(12), host));
    }
}
