using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcrBoot.Integration;

/// <summary>
/// A docker daemon with all it keeps in a temporary folder, without networks. It is the first process of a namespace of its own, so that it
/// and the containerd it starts end together, and it can change none of the kernel's settings nor /etc/docker.
/// </summary>
public sealed class DockerDaemon : IAsyncDisposable
{
    private const string Start = """
        set -e
        mount -t proc proc /proc
        mount --bind /proc/sys /proc/sys
        mount -o remount,bind,ro /proc/sys
        mkdir -p /etc/docker
        mount -t tmpfs tmpfs /etc/docker
        echo '{}' > /etc/docker/daemon.json
        exec dockerd --data-root "$1/data" --exec-root "$1/exec" --pidfile "$1/pid" --host "unix://$1/socket" --storage-driver vfs \
          --bridge none --iptables=false --ip6tables=false --ip-forward=false > "$1/log" 2>&1
        """;

    private readonly TestFolder _folder = new();
    private Process? _process;

    /// <summary>Its socket.</summary>
    public string Socket => _folder.File("socket");

    /// <summary>Starts it at the first call; it answers when this returns.</summary>
    /// <param name="environment">Its variables, such as those of a proxy.</param>
    public async Task StartAsync(params (string Name, string Value)[] environment)
    {
        Part.RequireRoot();
        Part.Require("dockerd");
        if (_process is not null)
            return;
        _process = new Tool("unshare", environment).Start("--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "sh", "-c", Start, "sh", _folder);
        await Wait.UntilAsync(
            () => _process.HasExited
                ? throw Part.Missing($"dockerd cannot run here: {_process.StandardError.ReadToEnd()}{Log()}")
                : File.Exists(Socket) && new DockerCli("docker", _folder, Socket).Run("version").ExitCode == 0,
            "dockerd answers");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(); // and with it, by the kernel, all of its namespace
            await _process.WaitForExitAsync(CancellationToken.None);
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private string Log() => File.Exists(_folder.File("log")) ? File.ReadAllText(_folder.File("log")) : "";
}
