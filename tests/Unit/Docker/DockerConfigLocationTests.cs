using System;
using System.Collections.Generic;
using System.IO;
using EcrBoot.Docker;
using EcrBoot.Host;
using Xunit;

namespace EcrBoot.Unit.Docker;

public sealed class DockerConfigLocationTests
{
    [Theory]
    [InlineData(null, null, "/h", "/h/.docker/config.json")]
    [InlineData(null, "/d", "/h", "/d/config.json")]
    [InlineData("/e", "/d", "/h", "/e/config.json")]
    [InlineData("/e/my.json", "/d", "/h", "/e/my.json")]
    [InlineData("/e/../f/", "/d", "/h", "/f/config.json")]
    [InlineData(null, "/d.json", "/h", "/d.json/config.json")]
    public void The_configuration_is_the_one_docker_would_take(string? named, string? dockerConfig, string home, string expected)
    {
        TestUser.NeedsLinux();
        Assert.Equal(expected, DockerConfigLocation.Resolve(named, null, Host(dockerConfig, home)).ConfigPath);
    }

    [Fact]
    public void A_folder_whose_name_ends_in_json_is_a_folder()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.File("x.json"));
        Assert.Equal(folder.File("x.json/config.json"), DockerConfigLocation.Resolve(folder.File("x.json"), null, Host(null, "/h")).ConfigPath);
    }

    [Fact]
    public void Without_home_it_is_the_account_databases()
    {
        TestUser.NeedsLinux();
        Assert.Equal(OsUser.Current!.Home + "/.docker/config.json", DockerConfigLocation.Resolve(null, null, Host(null, null)).ConfigPath);
    }

    [Fact]
    public void Another_users_is_in_that_users_home_whatever_the_caller_has_set()
    {
        TestUser.NeedsLinux();
        var location = DockerConfigLocation.Resolve(null, TestUser.Daemon("/home/d"), Host("/d", "/h"));
        Assert.Equal(("/home/d/.docker/config.json", "daemon"), (location.ConfigPath, location.User!.Name));
    }

    private static HostEnvironment Host(string? dockerConfig, string? home)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (dockerConfig is not null)
            variables["DOCKER_CONFIG"] = dockerConfig;
        if (home is not null)
            variables["HOME"] = home;
        return new HostEnvironment(variables);
    }
}
