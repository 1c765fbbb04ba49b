using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcrBoot.Boot;
using EcrBoot.Host;
using EcrBoot.Registry;

namespace EcrBoot.Unit.Boot;

/// <summary>A host's root with what a boot leaves in it, and a judge of it at noon, one hour after process 1 began.</summary>
internal sealed class BootFolder : IDisposable
{
    public const string One = "123456789012.dkr.ecr.eu-central-1.amazonaws.com", Two = "000000000002.dkr.ecr.us-east-1.amazonaws.com";
    public const string ThisBoot = "6f0c1f5e-1111-4222-8333-444455556666", OldBoot = "00000000-1111-4222-8333-444455556666";
    private readonly TestFolder _root = new();

    public BootFolder()
    {
        _root.Write("proc/sys/kernel/random/boot_id", ThisBoot + "\n");
        _root.Write("proc/1/stat", "1 (systemd) S 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 0 170000 900\n");
        Paths = new BootPaths(_root);
    }

    public BootPaths Paths { get; }

    /// <summary>The user whose login it is: whoever runs the test.</summary>
    public string User { get; set; } = OsUser.Current?.Name ?? "";

    public string ConfigPath => _root.File("home/.docker/config.json");

    /// <summary>The wall clock; what the kernel counts goes on by itself.</summary>
    public DateTimeOffset Now { get; set; } = Noon;

    public TimeSpan Uptime { get; set; } = TimeSpan.FromHours(1);

    public bool IsInMemory { get; set; }

    public static DateTimeOffset Noon { get; } = DateTimeOffset.Parse("2026-11-22T12:00:00Z", CultureInfo.InvariantCulture);

    public static string Password(DateTimeOffset end) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"payload\":\"x\",\"expiration\":{end.ToUnixTimeSeconds()}}}"));

    public string Write(string name, string text) => _root.Write(name, text);

    public string File(string name) => _root.File(name);

    /// <summary>A report of a login of this boot that succeeded at 11:30, for changing.</summary>
    public BootReport Report(params string[] registries)
    {
        var report = new BootReport { Program = "0.1.0", BootId = ThisBoot, InstanceId = "i-0123", Role = "runner", Begun = Noon.AddMinutes(-31), Ended = Noon.AddMinutes(-30), Verdict = BootReport.Succeeded };
        foreach (var registry in registries)
            report.Logins.Add(new BootReportLogin { Registry = registry, User = User, ConfigPath = ConfigPath, Store = "file", ExpiresAt = Noon.AddHours(11.5) });
        return report;
    }

    public void Begin(BootReport report)
    {
        Directory.CreateDirectory(Paths.RunFolder);
        System.IO.File.WriteAllBytes(Paths.Begun, new BootReport { Program = "0.1.0", BootId = report.BootId, InstanceId = "i-0123", Begun = report.Begun }.ToJson());
    }

    public void End(BootReport report)
    {
        Begin(report);
        System.IO.File.WriteAllBytes(Paths.Verdict, report.ToJson());
    }

    /// <summary>Stores logins that end at a time, and no others.</summary>
    public void Store(DateTimeOffset end, params string[] registries)
    {
        var auths = string.Join(",", Array.ConvertAll(registries, registry => $"\"{registry}\":{{\"auth\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes("AWS:" + Password(end)))}\"}}"));
        _root.Write("home/.docker/config.json", $"{{\"auths\":{{{auths}}}}}");
    }

    /// <summary>Writes the log as it was written at a time.</summary>
    public void Log(string text, DateTimeOffset? at = null)
    {
        _root.Write("var/log/onboot", text);
        System.IO.File.SetLastWriteTimeUtc(Paths.Log, (at ?? Noon.AddMinutes(-30)).UtcDateTime);
    }

    /// <summary>Our own log of a boot.</summary>
    public static string OwnLog(string boot, params string[] lines) =>
        $"2026-11-22T11:29:00Z EcrBoot 0.1.0 boot {boot} instance i-0123 role runner\n" + string.Concat(Array.ConvertAll(lines, static line => $"2026-11-22T11:30:00Z {line}\n"));

    public Task<BootJudgement> JudgeAsync(params string[] registries) => Judge().JudgeAsync(new RegistryWish(registries), CancellationToken.None);

    public BootJudgement JudgeFile(string path, params string[] registries) => Judge().JudgeFile(path, new RegistryWish(registries));

    public void Dispose() => _root.Dispose();

    private BootJudge Judge()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["DOCKER_CONFIG"] = _root.File("home/.docker"), ["PATH"] = _root.File("bin") + ":/usr/bin:/bin" };
        var host = new HostEnvironment(variables, () => Now);
        return new BootJudge(Paths, host) { Boot = () => BootIdentity.Read(host, _root.File("proc"), Uptime, ticksPerSecond: 100), IsInMemory = _ => IsInMemory };
    }
}
