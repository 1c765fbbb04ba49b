using System;
using System.IO;
using System.Security.Cryptography;

namespace EcrBoot.Integration;

/// <summary>A real account of this host, with a home of its own; both are gone when the test has ended.</summary>
internal sealed class TestAccount : IDisposable
{
    private readonly bool _ownsHome;

    /// <param name="home">Its home; null for one in /home.</param>
    public TestAccount(string? home = null)
    {
        Part.RequireRoot();
        Name = "ecrboot-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        _ownsHome = home is null;
        Home = home ?? Path.Combine("/home", Name);
        new Tool("useradd").Succeed("--create-home", "--home-dir", Home, "--shell", "/bin/sh", "--user-group", Name);
    }

    public string Name { get; }

    public string Home { get; }

    /// <summary>A program as this user, who has nothing of the caller's environment. The runtime folder is named: a podman of root's may have closed /run/containers.</summary>
    public ToolResult Run(string program, params string[] arguments) =>
        new Tool("setpriv", ("HOME", Home), ("XDG_RUNTIME_DIR", Path.Combine(Home, ".runtime"))).Run(["--reuid", Name, "--regid", Name, "--init-groups", Part.Require(program), .. arguments]);

    /// <summary>Owner and mode of a path, as <c>USER 600</c>.</summary>
    public static string Owner(string path) => Tool.Output("stat", "-c", "%U %a", path);

    public void Dispose()
    {
        new Tool("userdel").Succeed(Name);
        if (_ownsHome)
            Directory.Delete(Home, recursive: true);
    }
}
