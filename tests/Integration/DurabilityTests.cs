using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>The system calls of a session of its own: a power cut leaves the old file or the new one, never half of one.</summary>
[Collection(nameof(AwsHost))]
public sealed class DurabilityTests(AwsHost host) : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void The_new_file_is_on_the_disk_before_it_takes_the_old_ones_place()
    {
        var (config, calls) = Trace();
        var temporary = Regex.Escape(config + "/.config.json.ecrboot-") + "[0-9a-f]{32}";
        string[] expected =
        [
            $"openat\\(.*\"{temporary}\", O_WRONLY\\|O_CREAT\\|O_EXCL\\|O_NOFOLLOW.*, 0600\\)",
            $"write\\(\\d+<{temporary}>",
            $"fsync\\(\\d+<{temporary}>",
            $"rename\\w*\\(.*\"{temporary}\".*\"{Regex.Escape(config)}/config.json\"",
            $"fsync\\(\\d+<{Regex.Escape(config)}>",
        ];
        var places = expected.Select(pattern => Array.FindIndex(calls, call => Regex.IsMatch(call, "^\\d+ +" + pattern, RegexOptions.None, TimeSpan.FromSeconds(5)))).ToList();

        var ours = string.Join('\n', calls.Where(call => call.Contains(config, StringComparison.Ordinal)));
        Assert.True(places.TrueForAll(place => place >= 0), ours);
        Assert.True(places.Order().SequenceEqual(places), ours);
        Assert.Single(places.Select(place => calls[place].Split(' ')[0]).Distinct(StringComparer.Ordinal)); // one thread, so each call had ended
    }

    [Fact]
    public void No_program_is_started()
    {
        var (_, calls) = Trace();
        Assert.Single(calls, call => call.Contains("execve(", StringComparison.Ordinal) && call.Contains("= 0", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private (string Config, string[] Calls) Trace()
    {
        var config = _folder.Folder("config");
        _folder.Write("config/config.json", "{\"psFormat\":\"x\"}");
        var script = _folder.Write("session.ps1", $"Import-Module '{HostedShell.Manifest}'; Connect-EcrRegistry -EndpointUrl {host.Aws.Endpoint} -DockerConfig '{config}'");
        var strace = new Tool("strace", [.. host.Variables, ("HOME", _folder.Folder("home")), ("DOTNET_NOLOGO", "1")]);
        var run = strace.Succeed(
            "-f", "--seccomp-bpf", "-y", "-s", "0", "-e", "signal=none", "-e", "trace=execve,openat,write,fsync,rename,renameat,renameat2", "-o", _folder.File("calls"),
            Part.Require("dotnet"), Path.Combine(AppContext.BaseDirectory, "EcrBoot.Shell.dll"), script);
        Assert.Contains("Login Succeeded", run.Output, StringComparison.Ordinal);
        return (config, File.ReadAllLines(_folder.File("calls")));
    }
}
