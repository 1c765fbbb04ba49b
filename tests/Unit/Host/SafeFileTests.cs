using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

public sealed class SafeFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Config => _folder.File("config.json");

    [Fact]
    public void A_missing_file_reads_as_null() => Assert.Null(SafeFile.Read(Config));

    [Theory]
    [InlineData("fifo", "is not a regular file")]
    [InlineData("folder", "is not a regular file")]
    [InlineData("device", "is not a regular file")]
    [InlineData("long", "is longer than 4 MiB")]
    [InlineData("endless", "is not a regular file")]
    [InlineData("circle", "is a symbolic link that leads in a circle")]
    public void What_is_no_ordinary_file_is_refused_at_once(string kind, string why)
    {
        TestUser.NeedsLinux();
        Make(kind);

        var error = Assert.Throws<EcrException>(() => SafeFile.Read(Config));

        Assert.Equal(EcrErrorReason.ConfigMalformed, error.Reason);
        Assert.Contains(why, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fifo")]
    [InlineData("folder")]
    [InlineData("circle")]
    public void What_is_no_ordinary_file_is_not_replaced(string kind)
    {
        TestUser.NeedsLinux();
        Make(kind);
        Assert.Equal(EcrErrorReason.ConfigMalformed, Assert.Throws<EcrException>(() => SafeFile.TryReplace(Config, [1], null)).Reason);
        Assert.Single(Directory.GetFileSystemEntries(_folder), entry => entry == Config);
    }

    [Fact]
    public void A_socket_is_refused()
    {
        TestUser.NeedsLinux();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Config));
        Assert.Equal(EcrErrorReason.ConfigMalformed, Assert.Throws<EcrException>(() => SafeFile.Read(Config)).Reason);
    }

    [Fact]
    public void A_file_of_exactly_four_mebibytes_is_read()
    {
        File.WriteAllBytes(Config, new byte[SafeFile.MaximumLength]);
        Assert.Equal(SafeFile.MaximumLength, SafeFile.Read(Config)!.Length);
    }

    [Fact]
    public void What_could_not_be_read_again_is_not_written()
    {
        File.WriteAllText(Config, "old");
        var error = Assert.Throws<EcrException>(() => SafeFile.TryReplace(Config, new byte[SafeFile.MaximumLength + 1], "old"u8.ToArray()));
        Assert.Equal(EcrErrorReason.ConfigMalformed, error.Reason);
        Assert.Contains("would become longer than 4 MiB", error.Problem, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(Config));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
        Assert.True(SafeFile.TryReplace(Config, new byte[SafeFile.MaximumLength], "old"u8.ToArray()));
    }

    [Fact]
    public void A_file_that_says_it_is_empty_is_read_to_its_end()
    {
        TestUser.NeedsLinux();
        Assert.Contains("Linux", Encoding.UTF8.GetString(SafeFile.Read("/proc/version")!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_file_is_0600_in_folders_of_0700_whatever_the_umask()
    {
        TestUser.NeedsLinux();
        var path = Path.Combine(_folder, "home", ".docker", "config.json");
        Assert.True(SafeFile.TryReplace(path, "{}"u8.ToArray(), null));
        Assert.Equal("600", Shell.Run("stat", "-c", "%a", path));
        Assert.Equal("700\n700", Shell.Run("stat", "-c", "%a", Path.GetDirectoryName(path)!, _folder.File("home")));
    }

    [Theory]
    [InlineData("0640")]
    [InlineData("0444")]
    [InlineData("0600")]
    public void An_existing_files_mode_is_kept(string mode)
    {
        TestUser.NeedsLinux();
        _folder.Write("config.json", "old");
        Shell.Run("chmod", mode, Config);
        Assert.True(SafeFile.TryReplace(Config, "new"u8.ToArray(), "old"u8.ToArray()));
        Assert.Equal(mode.TrimStart('0'), Shell.Run("stat", "-c", "%a", Config));
        Assert.Equal("new", File.ReadAllText(Config));
    }

    [Fact]
    public void An_existing_files_owner_is_kept()
    {
        TestUser.NeedsRoot();
        _folder.Write("config.json", "old");
        Shell.Run("chown", "1:65534", Config);
        Assert.True(SafeFile.TryReplace(Config, "new"u8.ToArray(), "old"u8.ToArray()));
        Assert.Equal("1 65534", Shell.Run("stat", "-c", "%u %g", Config));
    }

    [Theory]
    [InlineData("real/there.json")]
    [InlineData("real/../real/there.json")]
    public void A_relative_link_stays_a_link_and_its_target_is_replaced(string target)
    {
        TestUser.NeedsLinux();
        _folder.Write("real/there.json", "old");
        File.CreateSymbolicLink(Config, target);
        Assert.True(SafeFile.TryReplace(Config, "new"u8.ToArray(), "old"u8.ToArray()));
        Assert.Equal(target, new FileInfo(Config).LinkTarget);
        Assert.Equal("new", File.ReadAllText(_folder.File("real/there.json")));
    }

    [Fact]
    public void A_link_to_nothing_gets_its_target_made()
    {
        TestUser.NeedsLinux();
        File.CreateSymbolicLink(Config, "later.json");
        Assert.True(SafeFile.TryReplace(Config, "new"u8.ToArray(), null));
        Assert.Equal("new", File.ReadAllText(_folder.File("later.json")));
    }

    [Theory]
    [InlineData("other", "old")]
    [InlineData("other", null)]
    [InlineData(null, "old")]
    public void A_file_changed_meanwhile_is_left_alone(string? now, string? before)
    {
        if (now is not null)
            _folder.Write("config.json", now);
        Assert.False(SafeFile.TryReplace(Config, "new"u8.ToArray(), before is null ? null : Encoding.UTF8.GetBytes(before)));
        Assert.Equal(now is null ? 0 : 1, Directory.GetFileSystemEntries(_folder).Length);
        Assert.Equal(now, File.Exists(Config) ? File.ReadAllText(Config) : null);
    }

    [Fact]
    public void What_a_killed_writer_left_is_removed_and_nothing_else()
    {
        TestUser.NeedsLinux();
        _folder.Write(".config.json.ecrboot-0123456789ABCDEF", "half");
        _folder.Write(".config.json.other", "kept");
        LinuxFile.RemoveLeftovers(Config);
        Assert.Equal(_folder.File(".config.json.other"), Assert.Single(Directory.GetFileSystemEntries(_folder)));
    }

    public void Dispose() => _folder.Dispose();

    private void Make(string kind)
    {
        switch (kind)
        {
            case "fifo":
                Shell.Run("mkfifo", Config);
                break;
            case "folder":
                Directory.CreateDirectory(Config);
                break;
            case "device":
                File.CreateSymbolicLink(Config, "/dev/null");
                break;
            case "endless":
                File.CreateSymbolicLink(Config, "/dev/zero");
                break;
            case "long":
                File.WriteAllBytes(Config, new byte[SafeFile.MaximumLength + 1]);
                break;
            case "circle":
                File.CreateSymbolicLink(Config, _folder.File("back"));
                File.CreateSymbolicLink(_folder.File("back"), Config);
                break;
        }
    }
}
