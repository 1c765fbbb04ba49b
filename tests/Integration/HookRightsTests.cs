using System;
using System.IO;
using System.Linq;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Integration;

/// <summary>The boot hook's cmdlets in a session of somebody who is not root.</summary>
public sealed class HookRightsTests : IDisposable
{
    private const string Nobody = "65534";
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("Install-EcrBootHook -Root $root")]
    [InlineData("Uninstall-EcrBootHook -Root $root")]
    [InlineData("Install-EcrBootHook")]
    [InlineData("Uninstall-EcrBootHook")]
    public void Who_is_not_root_is_told_so_and_nothing_is_written(string command)
    {
        Part.RequireRoot();
        var root = _folder.Folder("image");
        foreach (var folder in new[] { "etc/systemd/system", "usr/bin" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        var script = _folder.Write("session.ps1", $"""
            $root = '{root}'
            Import-Module '{HostedShell.Manifest}'
            try {'{'} {command} -ErrorAction Stop {'}'} catch {'{'} "id: $($_.FullyQualifiedErrorId)"; "said: $_"; "uid: $([Environment]::IsPrivilegedProcess)" {'}'}
            """);
        File.SetUnixFileMode(_folder.Folder("home"), (UnixFileMode)0b111_111_111);

        // Somebody else may not be allowed into the folder of the sources; to read is all that this one may do more than others.
        var setpriv = new Tool("setpriv", ("HOME", _folder.File("home")), ("DOTNET_NOLOGO", "1"));
        var run = setpriv.Run(
            "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--inh-caps", "-all,+dac_read_search", "--ambient-caps", "-all,+dac_read_search",
            Part.Require("dotnet"), Path.Combine(AppContext.BaseDirectory, "EcrBoot.Shell.dll"), script);

        Assert.Contains("id: RootRequired,EcrBoot.Commands.", run.Output, StringComparison.Ordinal);
        Assert.Contains("said: Only root can install or remove a boot hook.", run.Output, StringComparison.Ordinal);
        Assert.Contains("uid: False", run.Output, StringComparison.Ordinal);
        Assert.Equal(["etc", "usr"], Array.ConvertAll(Directory.GetFileSystemEntries(root), static entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFiles(root, "*", SearchOption.AllDirectories));
    }

    public void Dispose() => _folder.Dispose();
}
