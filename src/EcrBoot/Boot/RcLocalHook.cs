using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcrBoot.Host;

namespace EcrBoot.Boot;

/// <summary>The login as a block in rc.local, for which the generator makes the runners wait.</summary>
internal sealed class RcLocalHook : IBootHook
{
    private const string Unit = "rc-local.service";

    // rc.local has no time limit of its own. With what is added the last signal falls 15 s after the login's own deadline.
    private const int Grace = 10;

    public HookMethod Method => HookMethod.RcLocal;

    public IReadOnlyList<PlannedFile> Files(HookOptions options, ImageRoot image, ICollection<string> notes)
    {
        var path = Path(image);
        var script = image.Follow(path);
        var rest = "";
        if (FileStatus.Of(script, follow: false) is { } status)
        {
            var text = status.IsRegular ? RcLocalText.Parse(SystemFile.Read(script)!) : null;
            if (text is not { IsShellScript: true })
                throw new EcrException(EcrErrorReason.HookConflict, $"'{image.Shown(path)}' is {(status.IsFolder ? "a folder" : "not a shell script")}.", "Move it away, or use -Method Systemd.");
            rest = text.Rest;
        }

        var files = new List<PlannedFile>();
        if (StartsRunner(rest, options.RunnerUnits) is { } line)
        {
            notes.Add($"{image.Shown(path)} itself starts a runner ('{line}'), so the order holds there; runners that something else starts do not wait for the login, "
                + "since the one started there would wait for itself.");
        }
        else
        {
            files.Add(PlannedFile.Text(RunnerUnitSettings.FilePath, RunnerUnitSettings.Text(Unit, options.RunnerUnits)));
            files.Add(PlannedFile.Link(HookCommand.GeneratorLink, HookProgram.GeneratorTarget(options)));
        }

        files.Add(PlannedFile.Block(path, Block(options)));
        return files;
    }

    public IEnumerable<string> Commands(HookOptions options, bool removed) => new[] { "daemon-reload" };

    /// <summary>The rc.local that this image's systemd runs; it ignores any other.</summary>
    public static string Path(ImageRoot image)
    {
        foreach (var folder in new[] { "/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system" })
        {
            var unit = new UnitFile();
            unit.Add(SystemFile.ReadText(image.Follow($"{folder}/{Unit}")), "Unit");
            if (unit.Last("ConditionFileIsExecutable") is { Length: > 1 } path && path[0] == '/')
                return path;
        }

        return FileStatus.Of(image.Follow("/etc/rc.d"), follow: true) is { IsFolder: true } ? "/etc/rc.d/rc.local" : "/etc/rc.local";
    }

    /// <summary>The lines of the block. "sh -e" does not end at a failure before "||".</summary>
    public static string Block(HookOptions options) => $"""
        (
            # Proxies and certificates for the login.
            set -a
            [ -r {HookCommand.EnvironmentFile} ] && . {HookCommand.EnvironmentFile}
            HOME=/root
            exec timeout -k 5 {HookCommand.Number(options.TimeoutSec + Grace)} {HookCommand.ForShell(HookCommand.Words(options, refresh: false))}
        ) </dev/null || :

        """.Replace("\r", "");

    // Starting one by systemctl waits for the start; with --no-block nobody waits. A name in a variable may be a runner's.
    private static string? StartsRunner(string script, IReadOnlyList<string> patterns) => script.Split('\n').Select(static line => line.Trim()).FirstOrDefault(line =>
        line.Length > 0 && line[0] != '#' && line.IndexOf("--no-block", StringComparison.Ordinal) < 0
        && (Regex.IsMatch(line, @"\bsvc\.sh\b.*\bstart\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            || (Regex.IsMatch(line, @"\b(systemctl\b.*\b(start|restart)\b|systemctl\b.*--now\b|service\s+\S+\s+(start|restart))", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
                && (line.IndexOfAny(new[] { '$', '*', '`' }) >= 0 || line.IndexOf("runner", StringComparison.OrdinalIgnoreCase) >= 0
                    || line.Split(' ', '\t', ';', '"', '\'').Any(word => patterns.Any(pattern => UnitPattern.Matches(word, pattern) || UnitPattern.Matches(word + ".service", pattern)))))));
}
