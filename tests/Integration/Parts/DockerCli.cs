using System;
using System.IO;
using System.Linq;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>A docker client of this machine, with a home, a configuration and a daemon chosen by the test.</summary>
internal sealed class DockerCli
{
    private readonly Tool _docker;

    /// <param name="program">Its full path, from <see cref="All"/>.</param>
    /// <param name="home">The home folder; credential helpers are in its <c>bin</c>, the configuration in its <c>.docker</c>.</param>
    /// <param name="socket">The daemon's socket; null for one that nobody listens on.</param>
    /// <param name="environment">More variables.</param>
    public DockerCli(string program, string home, string? socket = null, params (string Name, string Value)[] environment)
    {
        _docker = new Tool(
            Path.IsPathRooted(program) ? program : Part.Require(program),
            [.. environment,
            ("HOME", home),
            ("DOCKER_CONFIG", Path.Combine(home, ".docker")),
            ("DOCKER_HOST", "unix://" + (socket ?? Path.Combine(home, "no-daemon"))),
            ("PATH", Path.Combine(home, "bin") + ":" + Tool.SystemPath)]);
    }

    /// <summary>The clients found, each by its path; the bare name where there is none, so that a test can say so.</summary>
    public static TheoryData<string> All => new(Part.FindAll("docker") is { Length: > 0 } found ? found : ["docker"]);

    /// <summary>Every client with every value of a column.</summary>
    public static TheoryData<string, string> With(params string[] values)
    {
        var rows = new TheoryData<string, string>();
        foreach (var client in All.Select(row => row.Data))
        {
            foreach (var value in values)
                rows.Add(client, value);
        }

        return rows;
    }

    /// <summary>docker login as a script does it, with the password on its input.</summary>
    public void Login(string host, string password) =>
        Assert.Contains("Login Succeeded", _docker.SucceedWith(password, "login", "--username", "AWS", "--password-stdin", host).Output, StringComparison.Ordinal);

    public ToolResult Succeed(params string[] arguments) => _docker.Succeed(arguments);

    public ToolResult SucceedWith(string input, params string[] arguments) => _docker.SucceedWith(input, arguments);

    public ToolResult Run(params string[] arguments) => _docker.Run(arguments);
}
