using System;
using System.IO;
using System.Text;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

/// <summary>What Windows gets, as far as it can be shown elsewhere too.</summary>
public sealed class PortableFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Config => _folder.File("sub/config.json");

    [Theory]
    [InlineData(null)]
    [InlineData("old")]
    public void A_file_is_replaced_and_nothing_else_is_left(string? before)
    {
        if (before is not null)
            _folder.Write("sub/config.json", before);
        Assert.True(PortableFile.TryReplace(Config, "new"u8.ToArray(), before is null ? null : Encoding.UTF8.GetBytes(before)));
        Assert.Equal("new", Encoding.UTF8.GetString(PortableFile.Read(Config)!));
        Assert.Equal(Config, Assert.Single(Directory.GetFileSystemEntries(_folder.File("sub"))));
    }

    [Fact]
    public void A_file_changed_meanwhile_is_left_alone()
    {
        _folder.Write("sub/config.json", "other");
        Assert.False(PortableFile.TryReplace(Config, "new"u8.ToArray(), "old"u8.ToArray()));
        Assert.Equal("other", File.ReadAllText(Config));
        Assert.Equal(Config, Assert.Single(Directory.GetFileSystemEntries(_folder.File("sub"))));
    }

    [Fact]
    public void A_missing_file_or_folder_reads_as_null() => Assert.Null(PortableFile.Read(Config));

    [Fact]
    public void A_folder_is_refused()
    {
        Directory.CreateDirectory(Config);
        Assert.Equal(EcrErrorReason.ConfigMalformed, Assert.Throws<EcrException>(() => PortableFile.Read(Config)).Reason);
    }

    [Fact]
    public void A_file_over_4_mebibytes_is_refused()
    {
        _folder.Write("sub/config.json", new string(' ', SafeFile.MaximumLength + 1));
        Assert.Equal(EcrErrorReason.ConfigMalformed, Assert.Throws<EcrException>(() => PortableFile.Read(Config)).Reason);
    }

    public void Dispose() => _folder.Dispose();
}
