using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Completion;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Abstractions;

/// <summary>What the cmdlets share that judge this boot's login: which log, which registries, how long to wait.</summary>
public abstract class BootLogCmdlet : EcrCmdlet
{
    /// <summary>A log to judge by itself, ours or one that docker login wrote. Left out, this host's login in this boot is judged, and its logins are looked at.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LogPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The registries asked about, by host name, URL, image reference or account id; wildcards are allowed. Left out, all that the boot was to log in to.</summary>
    [Parameter]
    [Alias("RegistryUri", "Image")]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Registry { get; set; }

    /// <summary>Waits until the login has succeeded or failed.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long -Wait waits at most, in seconds. The verdict is then what it is by then.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 150;

    /// <summary>Judges, and waits where that is asked for.</summary>
    private protected BootJudgement Judge()
    {
        try
        {
            var wish = new RegistryWish(Registry);
            var path = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path);
            return Run((_, cancellation) => JudgeAsync(path, wish, cancellation), TimeoutSec + 60);
        }
        catch (EcrException e)
        {
            ThrowTerminatingError(Record(e, Path));
            throw;
        }
    }

    private Task<BootJudgement> JudgeAsync(string? path, RegistryWish wish, CancellationToken cancellation)
    {
        var judge = new BootJudge(new BootPaths(), new HostEnvironment());
        return BootJudge.FollowAsync(
            stop => path is null ? judge.JudgeAsync(wish, stop) : Task.FromResult(judge.JudgeFile(path, wish)),
            Wait ? TimeSpan.FromSeconds(TimeoutSec) : TimeSpan.Zero,
            cancellation);
    }
}
