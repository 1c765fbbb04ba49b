using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using EcrBoot.Sandbox;
using EcrBoot.Shell;
using Xunit;

namespace EcrBoot.Engine;

public sealed class ConnectTests
{
    private static readonly string[] Twenty = Enumerable.Range(1, 20).Select(static n => EcrHost.Registry(n, n % 2 == 0 ? "eu-central-1" : "us-east-1")).ToArray();

    private static string List(params string[] names) => string.Join(", ", names.Select(static name => $"'{name}'"));

    private static string[] LoggedIn(EcrHost host)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(host.ConfigPath));
        return json.RootElement.GetProperty("auths").EnumerateObject().Select(static entry => entry.Name).ToArray();
    }

    [Fact]
    public async Task Without_parameters_it_logs_in_to_the_instances_own_registry()
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run("Connect-EcrRegistry");
        Assert.Empty(result.ErrorIds);
        Assert.Empty(result.Warnings);
        Assert.Equal(["Login Succeeded"], result.Information);
        Assert.Equal([host.Sandbox.RealRegistryHost], result.Property("Registry"));
        Assert.Equal(["eu-central-1"], result.Property("Region"));
        Assert.Equal(["123456789012"], result.Property("AccountId"));
        Assert.Equal(["file"], result.Property("Store"));
        Assert.Equal([host.ConfigPath], result.Property("ConfigPath"));
        Assert.InRange((DateTime)result.Property("ExpiresAt").Single()!, DateTime.UtcNow.AddHours(11.9), DateTime.UtcNow.AddHours(12.1));
        Assert.Equal([host.Sandbox.RealRegistryHost], LoggedIn(host));
    }

    [Theory]
    [InlineData("Connect-EcrRegistry {0}")]
    [InlineData("{0} | Connect-EcrRegistry")]
    [InlineData("foreach ($r in {0}) {{ [pscustomobject]@{{ Registry = $r }} }}) | Connect-EcrRegistry")]
    public async Task Twenty_registries_in_two_regions_take_two_token_calls(string script)
    {
        await using var host = await EcrHost.StartAsync();
        script = string.Format(System.Globalization.CultureInfo.InvariantCulture, script, List(Twenty));
        var result = host.Run(script.StartsWith("foreach", StringComparison.Ordinal) ? "$(" + script : script);
        Assert.Empty(result.ErrorIds);
        Assert.Equal(Twenty, result.Property("Registry"));
        Assert.Equal(2, host.Sandbox.Requests.TokenCalls());
        Assert.Equal(Twenty.Order(StringComparer.Ordinal), LoggedIn(host));
    }

    [Fact]
    public async Task One_failing_registry_under_stop_leaves_nineteen_logged_in_and_written()
    {
        await using var host = await EcrHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.RegistryRejects, Host = Twenty[7] });
        var result = host.Run($"$out = [System.Collections.ArrayList]::new(); try {{ Connect-EcrRegistry {List(Twenty)} -ErrorAction Stop | ForEach-Object {{ [void]$out.Add($_) }} }} catch {{ $caught = $_ }}; $out; $caught.FullyQualifiedErrorId; $caught.TargetObject");
        var written = result.Output.Select(static item => item.BaseObject.ToString()).ToArray();
        Assert.Equal(Twenty.Where((_, at) => at != 7).Append("RegistryRejected,EcrBoot.Commands.ConnectEcrRegistryCommand").Append(Twenty[7]), written);
        Assert.Equal(19, LoggedIn(host).Length);
    }

    [Fact]
    public async Task Errors_come_after_the_results_and_each_has_its_target()
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run($"Connect-EcrRegistry 'docker.io', '12345', {List(Twenty[0])}, 'evil.{Twenty[0]}'");
        Assert.Equal(["NotAnEcrRegistry", "AccountIdTooShort", "NotAnEcrRegistry"], result.ErrorIds);
        Assert.Equal(["docker.io", "12345", "evil." + Twenty[0]], result.Errors.Select(static error => error.TargetObject));
        Assert.Null(result.Terminating);
        Assert.Equal([Twenty[0]], result.Property("Registry"));
    }

    [Fact]
    public async Task Where_nothing_succeeded_the_command_ends_with_a_terminating_error()
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run("try { Connect-EcrRegistry docker.io, quay.io; 'next statement' } catch { $_.TargetObject }");
        Assert.Equal(["docker.io"], result.Errors.Select(static error => error.TargetObject));
        Assert.Equal("quay.io", Assert.Single(result.Output).ToString());
    }

    [Fact]
    public async Task An_account_id_means_its_registry_in_this_region_and_every_name_counts_once()
    {
        await using var host = await EcrHost.StartAsync();
        var wanted = EcrHost.Registry(42, "eu-central-1");
        var result = host.Run($"Connect-EcrRegistry '000000000042', {wanted}, https://{wanted.ToUpperInvariant()}/, {wanted}/app:1.2");
        Assert.Empty(result.ErrorIds);
        Assert.Equal([wanted], result.Property("Registry"));
        Assert.Equal(1, host.Sandbox.Requests.TokenCalls("eu-central-1"));
    }

    [Fact]
    public async Task Ecr_public_and_a_private_registry_go_together()
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run($"Connect-EcrRegistry public.ecr.aws, {Twenty[1]}");
        Assert.Empty(result.ErrorIds);
        Assert.Equal(["public.ecr.aws", Twenty[1]], result.Property("Registry"));
        Assert.Equal((1, 1), (host.Sandbox.Requests.TokenCalls(), host.Sandbox.Requests.PublicTokenCalls()));
    }

    [Fact]
    public async Task WhatIf_calls_nothing_and_writes_nothing()
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run($"Connect-EcrRegistry -WhatIf; Connect-EcrRegistry {List(Twenty)} -WhatIf");
        Assert.Empty(result.ErrorIds);
        Assert.Empty(result.Output);
        Assert.Empty(host.Sandbox.Requests);
        Assert.False(Directory.Exists(Path.GetDirectoryName(host.ConfigPath)));
    }

    [Fact]
    public async Task A_login_down_the_pipeline_is_renewed_where_it_lies()
    {
        await using var host = await EcrHost.StartAsync();
        var elsewhere = Path.Combine(host.Folder, "elsewhere");
        host.Run($"Connect-EcrRegistry {List(Twenty[1])} -DockerConfig '{elsewhere}'");
        var result = host.Run($"Get-EcrLogin -DockerConfig '{elsewhere}' | Connect-EcrRegistry");
        Assert.Empty(result.ErrorIds);
        Assert.Equal([Path.Combine(elsewhere, "config.json")], result.Property("ConfigPath"));
        Assert.False(File.Exists(host.ConfigPath));
        Assert.Equal(2, host.Sandbox.Requests.TokenCalls());
    }

    [Fact]
    public async Task Two_configurations_down_the_pipeline_take_one_token_call()
    {
        await using var host = await EcrHost.StartAsync();
        var one = Path.Combine(host.Folder, "one");
        var two = Path.Combine(host.Folder, "two");
        host.Run($"Connect-EcrRegistry {Twenty[1]} -DockerConfig '{one}'; Connect-EcrRegistry {Twenty[3]} -DockerConfig '{two}'");
        host.Sandbox.Requests.Clear();
        var result = host.Run($"@(Get-EcrLogin -DockerConfig '{one}'; Get-EcrLogin -DockerConfig '{two}') | Connect-EcrRegistry");
        Assert.Empty(result.ErrorIds);
        Assert.Equal([Path.Combine(one, "config.json"), Path.Combine(two, "config.json")], result.Property("ConfigPath"));
        Assert.Equal(1, host.Sandbox.Requests.TokenCalls());
    }

    [Theory]
    [InlineData("[pscustomobject]@{{ Registry = '{0}'; Region = ''; User = '' }} | Connect-EcrRegistry")]
    [InlineData("[pscustomobject]@{{ RepositoryUri = '{0}/team/app'; RepositoryName = 'team/app' }} | Connect-EcrRegistry")]
    public async Task Rows_of_a_csv_and_repositories_of_aws_tools_are_taken(string script)
    {
        await using var host = await EcrHost.StartAsync();
        var result = host.Run(string.Format(System.Globalization.CultureInfo.InvariantCulture, script, Twenty[1]));
        Assert.Empty(result.ErrorIds);
        Assert.Equal([Twenty[1]], result.Property("Registry"));
    }

    [Fact]
    public async Task A_silent_metadata_service_costs_its_three_seconds_once()
    {
        await using var host = await EcrHost.StartAsync();
        host.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ImdsAbsent });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = host.Run("Connect-EcrRegistry '111111111111', '222222222222', '333333333333', '444444444444'");
        Assert.Equal(4, result.ErrorIds.Count);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 8);
    }

    [Fact]
    public async Task With_an_endpoint_url_any_host_may_be_a_registry_and_the_answer_names_the_callers_own()
    {
        await using var host = await EcrHost.StartAsync();
        var own = host.Run($"Connect-EcrRegistry -EndpointUrl {host.Sandbox.Endpoint}");
        Assert.Equal([host.Sandbox.RegistryHost], own.Property("Registry"));
        var named = host.Run($"Connect-EcrRegistry {host.Sandbox.RegistryHost} -EndpointUrl {host.Sandbox.Endpoint} -Region eu-central-1");
        Assert.Equal([host.Sandbox.RegistryHost], named.Property("Registry"));
        Assert.Equal(["NotAnEcrRegistry"], host.Run($"Connect-EcrRegistry {host.Sandbox.RegistryHost}").ErrorIds);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_corrected_and_said()
    {
        await using var host = await EcrHost.StartAsync(new SandboxOptions { ClockSkew = TimeSpan.FromMinutes(-40), Region = "sa-east-1" });
        var result = host.Run("Connect-EcrRegistry");
        Assert.Empty(result.ErrorIds);
        Assert.Contains("40 minutes ahead", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_said_once_whatever_the_number_of_regions()
    {
        await using var host = await EcrHost.StartAsync(new SandboxOptions { ClockSkew = TimeSpan.FromMinutes(-40) });
        var result = host.Run($"Connect-EcrRegistry {EcrHost.Registry(1, "af-south-1")}, {EcrHost.Registry(1, "me-south-1")}");
        Assert.Empty(result.ErrorIds);
        Assert.Contains("40 minutes ahead", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }
}
