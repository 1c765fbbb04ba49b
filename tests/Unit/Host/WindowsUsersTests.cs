using System;
using System.Collections.Generic;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Host;

/// <summary>How accounts of Windows and their profiles are found; the registry and the account database are the test's own.</summary>
public sealed class WindowsUsersTests
{
    private const string Me = "S-1-5-21-1-2-3-500", Runner = "S-1-5-21-1-2-3-1001", Guest = "S-1-5-21-1-2-3-1002";
    private readonly Dictionary<string, string> _profiles = new(StringComparer.Ordinal) { [Me] = @"C:\Users\Administrator", [Runner] = @"D:\Profiles\runner" };
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private bool _isElevated = true;

    private WindowsUsers Users => new()
    {
        SidOf = static name => name switch
        {
            "runner" or @"HOST\runner" => Runner,
            "guest" => Guest,
            "Administrator" => Me,
            "NETZWERKDIENST" => "S-1-5-20",
            _ => null,
        },
        NameOf = static sid => sid == Runner ? "runner" : sid == Me ? "Administrator" : null,
        Own = static () => Me,
        IsElevated = () => _isElevated,
        Profile = sid => _profiles.GetValueOrDefault(sid),
        Profiles = () => ["S-1-5-18", .. _profiles.Keys, "S-1-5-21-9-9-9-9"],
        HasFolder = path => !_missing.Contains(path),
        SystemRoot = @"C:\Windows",
    };

    [Theory]
    [InlineData("SYSTEM", "SYSTEM", "S-1-5-18", @"C:\Windows\System32\config\systemprofile")]
    [InlineData("LocalSystem", "SYSTEM", "S-1-5-18", @"C:\Windows\System32\config\systemprofile")]
    [InlineData(@"NT AUTHORITY\SYSTEM", "SYSTEM", "S-1-5-18", @"C:\Windows\System32\config\systemprofile")]
    [InlineData("LOCAL SERVICE", "LOCAL SERVICE", "S-1-5-19", @"C:\Windows\ServiceProfiles\LocalService")]
    [InlineData("network service", "NETWORK SERVICE", "S-1-5-20", @"C:\Windows\ServiceProfiles\NetworkService")]
    [InlineData(@"nt authority\NetworkService", "NETWORK SERVICE", "S-1-5-20", @"C:\Windows\ServiceProfiles\NetworkService")]
    [InlineData("NETZWERKDIENST", "NETWORK SERVICE", "S-1-5-20", @"C:\Windows\ServiceProfiles\NetworkService")]
    [InlineData("S-1-5-20", "NETWORK SERVICE", "S-1-5-20", @"C:\Windows\ServiceProfiles\NetworkService")]
    [InlineData("runner", "runner", Runner, @"D:\Profiles\runner")]
    [InlineData(@"HOST\runner", @"HOST\runner", Runner, @"D:\Profiles\runner")]
    [InlineData(Runner, Runner, Runner, @"D:\Profiles\runner")]
    public void An_account_is_found_with_its_profile(string asked, string name, string sid, string profile)
    {
        var user = Users.Find(asked);
        Assert.Equal((name, sid, profile), (user.Name, user.Sid, user.Home));
        Assert.NotEqual(0u, user.Uid);
    }

    [Theory]
    [InlineData("runer", "Did you mean 'runner'?")]
    [InlineData("SYSTM", "Did you mean 'SYSTEM'?")]
    [InlineData("nobody-like-that", "Get-LocalUser")]
    [InlineData("", "Get-LocalUser")]
    [InlineData("runner\0", "runner")]
    [InlineData("S-1-5-x", "Get-LocalUser")]
    public void An_unknown_account_gets_a_suggestion(string name, string remedy)
    {
        var error = Assert.Throws<EcrException>(() => Users.Find(name));
        Assert.Equal(EcrErrorReason.UserUnknown, error.Reason);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("guest", "The user 'guest' has no profile on this host.")]
    [InlineData("S-1-5-21-7-7-7-7", "The user 'S-1-5-21-7-7-7-7' has no profile on this host.")]
    [InlineData("runner", @"The profile of 'runner', 'D:\Profiles\runner', does not exist.")]
    [InlineData("LOCAL SERVICE", @"The profile of 'LOCAL SERVICE', 'C:\Windows\ServiceProfiles\LocalService', does not exist.")]
    public void A_user_without_a_profile_is_refused(string name, string problem)
    {
        _missing.UnionWith([@"D:\Profiles\runner", @"C:\Windows\ServiceProfiles\LocalService"]);
        var error = Assert.Throws<EcrException>(() => Users.Find(name));
        Assert.Equal((EcrErrorReason.ConfigNotWritable, problem), (error.Reason, error.Problem));
    }

    [Theory]
    [InlineData("runner")]
    [InlineData("SYSTEM")]
    [InlineData("guest")]
    public void Without_elevation_another_user_is_refused_in_one_sentence(string name)
    {
        _isElevated = false;
        var error = Assert.Throws<EcrException>(() => Users.Find(name));
        Assert.Equal((EcrErrorReason.UserNotPermitted, $"Only an administrator may act for '{name}', and this session is not elevated."), (error.Reason, error.Problem));
    }

    [Fact]
    public void Without_elevation_one_is_still_oneself()
    {
        _isElevated = false;
        Assert.Equal(@"C:\Users\Administrator", Users.Find("Administrator").Home);
    }

    [Fact]
    public void The_names_known_are_the_services_and_those_with_a_profile() =>
        Assert.Equal(["SYSTEM", "LOCAL SERVICE", "NETWORK SERVICE", "Administrator", "runner"], Users.KnownNames());
}
