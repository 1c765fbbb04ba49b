using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Integration;
using EcrBoot.Sandbox;
using Xunit;

namespace EcrBoot.WindowsTests;

/// <summary>config.json on Windows: written, merged, and replaced while other programs have it open.</summary>
public sealed class ConfigFileTests(WinePrefix wine) : IAsyncLifetime
{
    private AwsSandbox _aws = null!;
    private EngineSession _session = null!;

    private string Config => _session.File("docker/config.json");

    private string WindowsConfig => _session.WindowsFolder + @"\docker\config.json";

    private string Connect => $@"Connect-EcrRegistry -DockerConfig '{_session.WindowsFolder}\docker'";

    public async ValueTask InitializeAsync()
    {
        _aws = await AwsSandbox.StartAsync();
        _session = new EngineSession(wine).With(_aws);
    }

    public ValueTask DisposeAsync() => _aws.DisposeAsync();

    [Fact]
    public void A_new_file_is_as_docker_writes_it_and_nothing_else_is_left()
    {
        _session.Run(Connect).Succeeded();
        var (auth, _) = Login(File.ReadAllText(Config));
        Assert.Equal("{\n\t\"auths\": {\n\t\t\"" + _aws.RealRegistryHost + "\": {\n\t\t\t\"auth\": \"" + auth + "\"\n\t\t}\n\t}\n}", File.ReadAllText(Config));
        Assert.Equal(["config.json"], Directory.EnumerateFileSystemEntries(_session.File("docker")).Select(Path.GetFileName));
    }

    [Fact]
    public void Everything_else_in_the_file_is_kept()
    {
        wine.Write(Config, """{"unknown":{"a":[1.50,null]},"auths":{"other.example":{"auth":"dTpw","x":1}},"psFormat":"y"}""");
        _session.Run(Connect).Succeeded();
        using var json = JsonDocument.Parse(File.ReadAllText(Config));
        Assert.Equal("{\n\t\t\"a\": [\n\t\t\t1.50,\n\t\t\tnull\n\t\t]\n\t}", json.RootElement.GetProperty("unknown").GetRawText());
        Assert.Equal("dTpw", json.RootElement.GetProperty("auths").GetProperty("other.example").GetProperty("auth").GetString());
        Assert.Equal("1", json.RootElement.GetProperty("auths").GetProperty("other.example").GetProperty("x").GetRawText());
        Assert.Equal("y", json.RootElement.GetProperty("psFormat").GetString());
        Assert.True(json.RootElement.GetProperty("auths").TryGetProperty(_aws.RealRegistryHost, out _));
    }

    [Fact]
    public async Task A_program_that_reads_it_all_the_time_never_sees_half_of_it_and_keeps_nobody_from_replacing_it()
    {
        wine.Write(Config, """{"auths":{"other.example":{"auth":"dTpw"}}}""");

        // It opens the file as docker does, without letting others delete it, and has it open most of the time.
        var reader = _session.Start($$"""
            $file = '{{WindowsConfig}}'; $seen = @{}; $missing = 0; $broken = 0; $reads = 0
            [System.IO.File]::WriteAllText('{{_session.WindowsFolder}}\reading', '')
            while (-not [System.IO.File]::Exists('{{_session.WindowsFolder}}\stop')) {
                $missing += -not [System.IO.File]::Exists($file)
                try { $stream = [System.IO.File]::Open($file, 'Open', 'Read', 'ReadWrite') } catch { continue }
                $text = [System.IO.StreamReader]::new($stream).ReadToEnd()
                [System.Threading.Thread]::Sleep(10)
                $stream.Dispose()
                $reads++
                if (-not ($text.StartsWith('{') -and $text.TrimEnd().EndsWith('}') -and $text.Contains('other.example'))) { $broken++ }
                $seen[$text] = 1
            }
            "$broken"; "$reads"; "$($seen.Count)"; "$missing"
            """);
        await Wait.UntilAsync(() => File.Exists(_session.File("reading")) || reader.HasExited, "the reader reads", seconds: 60);

        // Each renewal is a token of its own, so each replaces the file.
        var writer = _session.Run($"1..5 | ForEach-Object {{ {Connect} }}").Succeeded();
        wine.Write(_session.File("stop"), "");
        var seen = reader.Finish().Succeeded().Texts.Select(int.Parse!).ToList();

        Assert.Equal(5, writer.Output.Count);
        Assert.Equal(0, seen[0]);
        Assert.True(seen[1] > 10, $"It was read {seen[1]} times only.");
        Assert.Equal(0, seen[3]);
        Assert.True(seen[2] > 1, "The reader saw no new content.");
        Assert.Equal(["config.json"], Directory.EnumerateFileSystemEntries(_session.File("docker")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(600, "ConfigBusy")]
    public async Task A_file_that_another_program_holds_is_replaced_when_it_lets_go_and_left_alone_when_it_does_not(int seconds, string? error)
    {
        const string before = """{"auths":{"other.example":{"auth":"dTpw"}}}""";
        wine.Write(Config, before);
        var holder = _session.Start($"""
            $stream = [System.IO.File]::Open('{WindowsConfig}', 'Open', 'Read', 'Read')
            [System.IO.File]::WriteAllText('{_session.WindowsFolder}\held', '')
            $end = [datetime]::UtcNow.AddSeconds({seconds})
            while ([datetime]::UtcNow -lt $end -and -not [System.IO.File]::Exists('{_session.WindowsFolder}\stop')) {'{'} [System.Threading.Thread]::Sleep(50) {'}'}
            $stream.Dispose()
            """);
        await Wait.UntilAsync(() => File.Exists(_session.File("held")) || holder.HasExited, "the file is held", seconds: 60);

        var result = _session.Run(Connect);
        wine.Write(_session.File("stop"), "");
        holder.Finish().Succeeded();

        Assert.Equal(error is null ? [] : new[] { error }, result.ErrorIds);
        if (error is null)
            Assert.NotNull(Login(File.ReadAllText(Config)).Auth);
        else
            Assert.Equal(before, File.ReadAllText(Config));
        if (error is not null)
            Assert.Contains($"'{WindowsConfig}' cannot be written: another program has held it open for 5 s", result.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal(["config.json"], Directory.EnumerateFileSystemEntries(_session.File("docker")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_read_only_file_is_left_alone_with_the_reason()
    {
        wine.Write(Config, "{}");
        var result = _session.Run($"[System.IO.File]::SetAttributes('{WindowsConfig}', 'ReadOnly'); {Connect}");
        Assert.Equal(["ConfigNotWritable"], result.ErrorIds);
        Assert.Equal("{}", File.ReadAllText(Config));
    }

    private (string? Auth, IReadOnlyList<string> Hosts) Login(string text)
    {
        using var json = JsonDocument.Parse(text);
        var auths = json.RootElement.GetProperty("auths");
        return (auths.GetProperty(_aws.RealRegistryHost).GetProperty("auth").GetString(), auths.EnumerateObject().Select(static entry => entry.Name).ToList());
    }
}
