using System;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

/// <summary>Who could put something else in a path's place.</summary>
public sealed class TrustedPathTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("mkdir -p home/.cache/ecrboot", null)]
    [InlineData("mkdir home", null)]
    [InlineData("", null)]
    [InlineData("mkdir -p home/.cache/ecrboot; chmod 777 home/.cache/ecrboot", null)] // closed and looked through when it is opened
    [InlineData("mkdir -p home/.cache; chmod 777 home/.cache", "home/.cache' may be written to by everybody")]
    [InlineData("mkdir -p home/.cache; chmod 1777 home/.cache", null)]
    [InlineData("mkdir -p home/.cache; chmod 775 home/.cache", null)] // a group of the user's own is usual
    [InlineData("mkdir -p home elsewhere; ln -s ../elsewhere home/.cache", null)]
    [InlineData("mkdir -p home elsewhere; ln -s \"$PWD/elsewhere\" home/.cache", null)]
    [InlineData("mkdir -p home elsewhere; chmod 777 elsewhere; ln -s ../elsewhere home/.cache", "elsewhere' may be written to by everybody")]
    [InlineData("mkdir home; ln -s .cache home/.cache", "home/.cache' is a link that leads nowhere")]
    [InlineData("mkdir home; : > home/.cache", "home/.cache' is not a folder")]
    public void A_way_through_what_is_ones_own_is_trusted_where_nobody_else_may_write(string make, string? doubt)
    {
        TestUser.NeedsLinux();
        Assert.Equal(Path(doubt), DoubtAfter(make));
    }

    [Theory]
    [InlineData("mkdir -p home/.cache/ecrboot; chown 4321 home", "home' belongs to somebody else")]
    [InlineData("mkdir -p home/.cache/ecrboot; chown 4321 home/.cache", "home/.cache' belongs to somebody else")]
    [InlineData("mkdir -p home/.cache; chown 65534 home/.cache", "home/.cache' belongs to somebody else")] // nobody is somebody, but in a user namespace
    [InlineData("mkdir -p home elsewhere/ecrboot; ln -s ../elsewhere home/.cache; chown -h 4321 home/.cache", "home/.cache' belongs to somebody else")]
    [InlineData("mkdir -p home/.cache elsewhere; ln -s ../../elsewhere home/.cache/ecrboot; chown -h 4321 home/.cache/ecrboot", "home/.cache/ecrboot' belongs to somebody else")]
    [InlineData("mkdir -p home between elsewhere; ln -s ../elsewhere between/link; ln -s ../between/link home/.cache; chown -h 4321 between/link", "between/link' belongs to somebody else")]
    [InlineData("mkdir -p home between elsewhere; ln -s ../elsewhere between/link; ln -s ../between/link home/.cache; chown 4321 between", "between' belongs to somebody else")]
    public void A_way_through_what_is_somebody_elses_is_not(string make, string doubt)
    {
        TestUser.NeedsRoot();
        Assert.Equal(Path(doubt), DoubtAfter(make));
    }

    [Fact]
    public void A_users_own_home_is_trusted_by_that_user_alone()
    {
        TestUser.NeedsRoot();
        Shell.Run("/bin/sh", "-c", $"chmod 755 '{_folder.Path}'; mkdir -p '{_folder.File("home")}'; chown daemon '{_folder.File("home")}'");
        Assert.Null(UserThread.Run(TestUser.Daemon(_folder.File("home")), () => TrustedPath.Doubt(_folder.File("home/.cache/ecrboot"))));
        Assert.Equal(Path("home' belongs to somebody else"), UserThread.Run(TestUser.Nobody(_folder.File("home")), () => TrustedPath.Doubt(_folder.File("home/.cache/ecrboot"))));
    }

    [Theory]
    [InlineData("         0          0 4294967295\n", true)]
    [InlineData("         0       1000          1\n", false)]
    [InlineData("         0       1000          1\n         1     100000      65536\n", false)]
    [InlineData("", true)]
    public void Only_in_a_user_namespace_are_roots_files_shown_as_nobodys(string map, bool isRootMapped) => Assert.Equal(isRootMapped, TrustedPath.IsRootMapped(map));

    public void Dispose() => _folder.Dispose();

    private string? Path(string? doubt) => doubt is null ? null : $"'{_folder.Path}/{doubt}";

    private string? DoubtAfter(string make)
    {
        Shell.Run("/bin/sh", "-c", $"cd '{_folder.Path}'; {make}");
        return TrustedPath.Doubt(_folder.File("home/.cache/ecrboot"));
    }
}
