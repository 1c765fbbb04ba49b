using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.WindowsTests;

/// <summary>-User on Windows: the service accounts and users with a profile. Whose the files are wine does not keep; what is asked of Windows is in the unit tests.</summary>
public sealed class UserTests(WinePrefix wine) : IAsyncLifetime
{
    private const string ProfileList = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList";
    private const string Runner = "S-1-5-21-11-22-33-1001";
    private AwsSandbox _aws = null!;
    private EngineSession _session = null!;

    public async ValueTask InitializeAsync()
    {
        _aws = await AwsSandbox.StartAsync();
        _session = new EngineSession(wine).With(_aws);
    }

    public ValueTask DisposeAsync() => _aws.DisposeAsync();

    [Theory]
    [InlineData("SYSTEM", @"C:\windows\System32\config\systemprofile")]
    [InlineData("LOCAL SERVICE", @"C:\windows\ServiceProfiles\LocalService")]
    [InlineData("NETWORK SERVICE", @"C:\windows\ServiceProfiles\NetworkService")]
    public void A_service_account_is_logged_in_listed_renewed_and_logged_out(string user, string profile)
    {
        var config = profile + @"\.docker\config.json";
        var result = _session.Run($"""
            $null = [System.IO.Directory]::CreateDirectory('{profile}')
            Connect-EcrRegistry -User '{user}'
            Get-EcrLogin -User '{user}'
            Get-EcrLogin -User '{user}' | Connect-EcrRegistry
            [System.IO.File]::ReadAllText('{config}').Contains('{_aws.RealRegistryHost}')
            Get-EcrLogin -User '{user}' | Disconnect-EcrRegistry
            [System.IO.File]::ReadAllText('{config}').Contains('{_aws.RealRegistryHost}')
            """).Succeeded();
        Assert.All(result.Output.Take(3), login => Assert.Equal((user, config.ToUpperInvariant()), (login["OSUser"], login["ConfigPath"]!.ToUpperInvariant())));
        Assert.Equal(["True", "False"], result.Texts.Skip(3));
    }

    [Fact]
    public void A_user_is_found_by_the_profile_that_the_registry_names()
    {
        AddProfile(Runner, $@"%SystemDrive%\Profiles\runner");
    
        WinePrefix.MakeFolder(wine.HostPath(@"C:\Profiles\runner"));
        var result = _session.Run($"Connect-EcrRegistry -User {Runner}").Succeeded();
        Assert.Equal(@"C:\Profiles\runner\.docker\config.json", Assert.Single(result.Output)["ConfigPath"]);
        Assert.True(File.Exists(wine.HostPath(@"C:\Profiles\runner\.docker\config.json")));
    }

    [Fact]
    public void Ones_own_name_is_found_too()
    {
        var result = _session.Run("""
            $sid = [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
            $sid
            [Environment]::UserName
            """).Succeeded();
        AddProfile(result.Texts[0]!, @"C:\users\" + result.Texts[1]);
        var login = Assert.Single(_session.Run($"Connect-EcrRegistry -User {result.Texts[1]}").Succeeded().Output);
        Assert.Equal($@"C:\users\{result.Texts[1]}\.docker\config.json", login["ConfigPath"]);
    }

    [Fact]
    public void A_user_without_a_profile_is_refused_by_name_and_nothing_is_changed()
    {
        var before = Directory.GetFileSystemEntries(wine.DriveC);
        var error = Assert.Single(_session.Run("Connect-EcrRegistry -User S-1-5-21-11-22-33-4444").Errors);
        Assert.Equal("ConfigNotWritable", error.Id);
        Assert.Contains("The user 'S-1-5-21-11-22-33-4444' has no profile on this host.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(wine.DriveC));
        Assert.Empty(_aws.Requests);
    }

    [Theory]
    [InlineData("NETWORK SERVCE", "Did you mean 'NETWORK SERVICE'?")]
    [InlineData("nobody-like-that", "Get-LocalUser")]
    public void An_unknown_user_gets_a_suggestion(string user, string remedy)
    {
        var error = Assert.Single(_session.Run($"Connect-EcrRegistry -User '{user}'").Errors);
        Assert.Equal("UserUnknown", error.Id);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_helper_of_another_user_is_not_run_as_oneself()
    {
        const string config = """{"credsStore":"wincred"}""";
        AddProfile(Runner, @"C:\Profiles\store");
        wine.Write(wine.HostPath(@"C:\Profiles\store\.docker\config.json"), config);
        var error = Assert.Single(_session.With("WINEPATH", EngineSession.ProgramFolder).Run($"Connect-EcrRegistry -User {Runner}").Errors);
        Assert.Equal("UserNotPermitted", error.Id);
        Assert.Contains("Windows runs no program as another user without the password", error.Message, StringComparison.Ordinal);
        Assert.Equal(config, File.ReadAllText(wine.HostPath(@"C:\Profiles\store\.docker\config.json")));
    }

    [Fact]
    public void A_link_in_another_users_profile_is_not_followed()
    {
        AddProfile(Runner, @"C:\Profiles\linked");
        var target = wine.NewFolder();
        wine.Write(Path.Combine(target, "config.json"), "{}");
        WinePrefix.MakeFolder(wine.HostPath(@"C:\Profiles\linked"));

        // A link of this host's is one of Windows' in the prefix.
        Directory.CreateSymbolicLink(wine.HostPath(@"C:\Profiles\linked\.docker"), target);
        var error = Assert.Single(_session.Run($"Connect-EcrRegistry -User {Runner}").Errors);
        Assert.Equal("ConfigNotOwned", error.Id);
        Assert.Equal("{}", File.ReadAllText(Path.Combine(target, "config.json")));
    }

    private void AddProfile(string sid, string folder) =>
        wine.Run("reg", "add", ProfileList + "\\" + sid, "/v", "ProfileImagePath", "/t", "REG_EXPAND_SZ", "/d", folder, "/f");
}
