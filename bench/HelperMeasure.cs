using System;
using System.Collections.Generic;
using System.IO;
using EcrBoot.Sandbox;

namespace EcrBoot.Bench;

/// <summary>Docker's question to the credential helper, beside the same question to docker-credential-ecr-login and beside curl asking AWS.</summary>
internal sealed class HelperMeasure
{
    private const string Ours = "docker-credential-ecrboot", Theirs = "docker-credential-ecr-login";
    private readonly BenchFolder _folder;
    private readonly AwsSandbox _sandbox;
    private readonly ProgramRunner _programs;
    private readonly string _program;
    private int _caches;

    private HelperMeasure(BenchFolder folder, AwsSandbox sandbox, ProgramRunner programs)
    {
        _folder = folder;
        _sandbox = sandbox;
        _programs = programs;
        _program = Path.Combine(folder.Path, Ours);
        if (!File.Exists(_program))
            File.CreateSymbolicLink(_program, folder.NativeProgram);
    }

    public static Table Run(BenchFolder folder, AwsSandbox sandbox, Clients clients, ProgramRunner programs, SandboxRegistry registry, int runs)
    {
        const string title = "A question of docker's, whole process, ms";
        if (!File.Exists(folder.NativeProgram))
        {
            var none = new Table(title, Series.Measure([], 0));
            none.Note("The published module has no native program.");
            return none;
        }

        return new HelperMeasure(folder, sandbox, programs).Table(title, programs.Find(Theirs), clients.Curl, registry, runs);
    }

    private Table Table(string title, string? theirs, string? curl, SandboxRegistry registry, int runs)
    {
        const string hit = "cache hit, static keys", imds = "cache hit, the instance's role", cold = "no cache, over TLS", http = "no cache, over http";
        var kept = Folder();
        var sides = new List<Side> { new("a process that does nothing", () => Time(_programs.Run("/bin/true", []))) };
        void Add(string what, Func<IReadOnlyDictionary<string, string>> variables)
        {
            sides.Add(Ask($"{what}: {Ours}", _program, variables));
            if (theirs is not null)
                sides.Add(Ask($"{what}: {Theirs}", theirs, variables));
        }

        Add(hit, () => Variables(kept));
        Add(imds, () => Variables(kept, isInstance: true));
        Add(cold, () => Variables(Folder()));
        sides.Add(Ask($"{http}: {Ours}", _program, () => new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_CACHE_HOME"] = Folder() }));
        if (curl is not null)
            sides.Add(new Side($"{http}: curl", () => Time(CurlRequest.Run(_programs, curl, registry, _sandbox.UserKeys, withCost: false))));

        var table = new Table(title, Series.Measure(sides, runs));
        table.Add("a process that does nothing", ("a process that does nothing", Side.Time));
        foreach (var (what, most) in new[] { (hit, 1.0), (imds, 1.0), (cold, 1.5) })
        {
            table.Add($"{what}: {Ours}", ($"{what}: {Ours}", Side.Time), ("ecr-login", $"{what}: {Theirs}", Side.Time), new Goal(most, GoalKind.Ratio));
            table.Add("  peak memory, MiB", ($"{what}: {Ours}", Side.Memory), ("ecr-login", $"{what}: {Theirs}", Side.Memory), what == cold ? null : new Goal(2, GoalKind.Ratio));
            table.Add($"{what}: {Theirs}", ($"{what}: {Theirs}", Side.Time));
            table.Add("  peak memory, MiB", ($"{what}: {Theirs}", Side.Memory));
        }

        table.Add($"{http}: {Ours}", ($"{http}: {Ours}", Side.Time), ("curl", $"{http}: curl", Side.Time), new Goal(1.2, GoalKind.Ratio));
        table.Add($"{http}: curl", ($"{http}: curl", Side.Time));
        if (theirs is null)
            table.Note($"{Theirs} is not installed (Debian: apt-get install amazon-ecr-credential-helper), so there is nothing to compare with.");
        table.Note("Times without the program that measures memory; the first row is what starting any process costs here. AWS's names are reached through the local proxy.");
        return table;
    }

    private Side Ask(string name, string program, Func<IReadOnlyDictionary<string, string>> variables) => new(name, () =>
    {
        var figures = Time(_programs.Run(program, ["get"], _sandbox.RealRegistryHost, variables()));
        if (_programs.Measure(program, ["get"], _sandbox.RealRegistryHost, variables()).PeakKilobytes is { } peak)
            figures[Side.Memory] = peak / 1024;
        return figures;
    });

    private static Dictionary<string, double> Time(ProgramRun run) =>
        run.ExitCode == 0 ? new(StringComparer.Ordinal) { [Side.Time] = run.Milliseconds } : throw new SideFailedException(run);

    private string Folder() => Directory.CreateDirectory(Path.Combine(_folder.Path, "caches", (++_caches).ToString(System.Globalization.CultureInfo.InvariantCulture))).FullName;

    private Dictionary<string, string> Variables(string cache, bool isInstance = false)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL"] = "",
            ["HTTPS_PROXY"] = _sandbox.ProxyEndpoint.AbsoluteUri.TrimEnd('/'),
            ["NO_PROXY"] = "127.0.0.1",
            ["SSL_CERT_FILE"] = _sandbox.CaBundlePath,
            ["SSL_CERT_DIR"] = _folder.Roots(_sandbox),
            ["XDG_CACHE_HOME"] = cache,
            ["AWS_ECR_CACHE_DIR"] = cache,
        };
        if (isInstance)
        {
            variables["AWS_ACCESS_KEY_ID"] = variables["AWS_SECRET_ACCESS_KEY"] = "";
            variables["AWS_EC2_METADATA_DISABLED"] = "false";
            variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = _sandbox.ImdsEndpoint.AbsoluteUri.TrimEnd('/');
        }

        return variables;
    }
}
